import { stemmerOf } from '../../text/stem.ts'
import { wordsOf } from '../../text/words.ts'

/**
 * Words of handbooks, manuals, contracts and shops that people use for each other; `_` joins what is said in several words. A text
 * that holds another word of a group is taken to speak of what was asked, though less surely than one that holds the word itself.
 */
const groups: Record<string, string> = {
  en: `holiday vacation leave annual_leave time_off days_off paid_leave pto | sick ill sickness illness | phone telephone mobile cellphone smartphone | phone ring call telephone
    car vehicle automobile | bike bicycle cycle | buy purchase order | warranty guarantee | shop store outlet branch showroom | start begin commence beginning | end finish ending
    salary wage pay wages paycheck salaries | boss manager supervisor superior | employee staff worker personnel colleague | customer client buyer shopper | rent lease tenancy | apartment flat premises
    house home building | refund reimburse money_back reimbursement repay | fix repair mend | broken defective faulty damaged | delete erase remove wipe | send ship dispatch mail post
    shipping delivery postage shipment dispatch | deliver arrive | trash garbage rubbish waste litter | doctor physician medical | note certificate attest | quit resign terminate give_notice
    fire dismiss terminate | cancel terminate withdraw revoke | allowed permitted permissible welcome | forbidden prohibited banned | law legislation statute | lawyer attorney solicitor counsel
    help support assistance helpdesk service_desk | child kid minor children | laptop computer notebook pc | password passcode passphrase | picture photo photograph image | film movie
    price cost fee charge rate | expensive cost price | cheap discount | discount reduction rebate markdown | free no_charge free_of_charge complimentary | bill invoice | due payable owed
    meal lunch menu dish food | cafeteria canteen restaurant | dog cat pet pets animal | father mother parent relative family | die death dies deceased bereavement | baby birth newborn parental maternity
    gift present | size dimension dimensions measurements | heavy weigh weight weighs | tall height high | wide width | deep depth | fast speed quick quickly | big size area large square_metres square_meters
    open opening hours | wifi wi-fi wlan wireless | link url address website | website site web_page homepage | email e-mail mail | cord cable lead wire | turn_on switch_on enable activate power_on | turn_off switch_off disable deactivate
    ceo chief_executive managing_director | cfo chief_financial finance_director | cto chief_technology | hr human_resources personnel people_team | boss head lead leader director chief
    replace exchange swap | return send_back returns bring_back | expire lapse invalid end valid | extend renew prolong extension renewal | lost lose missing loss | stolen theft steal
    remote remotely home_office work_from_home telework home | meeting stand-up conference | train training course | allowance budget rate | mileage kilometre km kilometer mile | hotel accommodation lodging
    flight plane fly | taxi cab | receipt proof voucher | documents papers paperwork | clean wash cleaning | dishwasher dish-washer | noise loud sound decibel | battery accumulator rechargeable
    error fault failure malfunction | problem issue trouble | reset restore | setup install set_up installation configure | remove uninstall detach take_out | manual guide instructions handbook
    garage parking car_park | badge card key_card pass | key lock | visitor guest | place location site | town city | uptime availability available | downtime outage | backup back-up copy
    store keep kept stored held | deadline due_date limit latest | minimum least | maximum most limit up_to | age old years_old | complaint complain claim | damage damaged defect | insurance insured cover coverage
    tax vat duty | currency money | bank account | payment pay paid | method way means | apply application request | submit hand_in file send | sign signature | rule regulation policy | smoke smoking cigarettes
    drink beverage | eat food eating | gym fitness sport | frequency ghz | author writer written | founded established started | member membership | subscription plan | account profile login | log_in sign_in login
    book title item volume | borrow lend loan lent | fine penalty late_fee overdue | approve authorise authorize approval | responsible charge_of in_charge contact_person | earn receive | notify inform report tell
    one 1 first 1st | two 2 second 2nd | three 3 third 3rd | four 4 fourth 4th | five 5 fifth 5th | six 6 sixth 6th | seven 7 seventh 7th | eight 8 eighth | nine 9 ninth | ten 10 tenth
    check_in arrival arrive | check_out departure | reception front_desk | elevator lift | deductible excess | puncture flat_tyre flat_tire | file submit lodge | power electricity energy watt consumption consume
    sso single_sign-on | 2fa mfa two-factor | register registration enrol enroll sign_up signup | app application software program programme | bug error defect | crash freeze hang | update upgrade firmware | screen display monitor | charger adapter power_supply
    coupon voucher | parcel package packet | basket cart | sofa couch | tap faucet | vacuum hoover | schedule timetable rota roster shift | grade mark score | exam examination test | teacher instructor lecturer tutor trainer | dorm dormitory halls
    pharmacy chemist | drug medicine medication | dose dosage | surgery operation | pregnant pregnancy maternity | raise increase rise | overtime extra_hours | probation trial_period | clothes clothing attire dress outfit | colour color | tyre tire | metre meter | litre liter
    centre center | cheque check | autumn fall | luggage baggage suitcase | journey trip travel | reservation booking book reserve | seat place | queue line | fuel petrol gas gasoline | holiday bank_holiday | road street | toilet restroom bathroom lavatory | towel linen | bin trash_can recycle`,
  de: `urlaub ferien erholungsurlaub urlaubstage | krank krankheit arbeitsunfähig krankschreibung attest | krankschreibung attest arbeitsunfähigkeitsbescheinigung | telefon handy telefonnummer rufnummer durchwahl | auto fahrzeug wagen pkw kfz
    fahrrad rad | kaufen erwerben kauf bestellen | garantie gewährleistung | laden geschäft filiale shop | beginn anfang start beginnen anfangen starten | ende schluss enden | gehalt lohn vergütung bezahlung
    chef vorgesetzte vorgesetzter führungskraft leiter leiterin leitung | geschäftsführer geschäftsführung ceo | mitarbeiter angestellte beschäftigte personal arbeitnehmer | kunde käufer besteller | miete mietzins mieten | wohnung mietsache
    erstatten erstattung rückerstattung zurückzahlen geld_zurück | reparieren reparatur instandsetzen | kaputt defekt beschädigt | löschen entfernen | schicken senden versenden versand | lieferung versand zustellung lieferzeit | müll abfall
    arzt ärztlich | kündigen kündigung beenden | stornieren widerrufen absagen | erlaubt gestattet zulässig | verboten untersagt | kind kinder minderjährige | rechner computer laptop notebook | passwort kennwort
    preis kosten gebühr entgelt | kostenlos gratis kostenfrei unentgeltlich | rabatt nachlass ermäßigung | rechnung faktura | fällig zahlbar | essen mittagessen speise menü | kantine mensa | hund katze haustier tier
    bild foto | größe abmessungen maße | schwer gewicht wiegt wiegen | homeoffice zu_hause heimarbeit | verlängern verlängerung | verloren verlieren verlust | zuständig ansprechpartner ansprechpartnerin verantwortlich | öffnen öffnungszeiten geöffnet
    umtauschen tauschen umtausch rückgabe | zurückgeben rückgabe zurücksenden rücksendung | einschalten anschalten aktivieren | ausschalten abschalten | fehler störung | anleitung handbuch | parken parkplatz garage | bezahlen zahlen zahlung
    eins 1 erste | zwei 2 zweite | drei 3 dritte | vier 4 vierte | fünf 5 fünfte | sechs 6 sechste | sieben 7 siebte | acht 8 achte | neun 9 neunte | zehn 10 zehnte
    teuer kosten preis beitrag | aufmachen öffnen öffnung | zumachen schließen schließung | student studierende studenten | vertrag laufzeit | leiten leiter leiterin leitung | anmelden anmeldung registrieren | abmelden abmeldung | buchen buchung reservieren reservierung | schüler schülerin | lehrer lehrkraft
    anreise ankunft check-in | abreise check-out | rezeption empfang | aufzug fahrstuhl lift | strom energie watt verbrauch | aktualisieren aktualisierung update | bildschirm display monitor | gutschein coupon | paket sendung | prüfung klausur test | apotheke arznei | medikament arzneimittel | kleidung kleiderordnung
    toilette wc | gepäck koffer | frist zeitraum dauer | antrag beantragen | unterbrechen pausieren ruhen | selbstbeteiligung selbstbehalt`,
  fr: `vacances congé congés | malade maladie | téléphone portable appeler numéro | voiture véhicule automobile | vélo bicyclette | acheter achat commander | garantie garanti | magasin boutique | commencer début débuter | fin finir terminer
    salaire paie rémunération | chef responsable directeur directrice manager | employé salarié personnel collaborateur | client acheteur | loyer location | appartement logement | rembourser remboursement remboursé | réparer réparation | cassé défectueux abîmé
    supprimer effacer | envoyer envoi expédier expédition livraison | livraison envoi expédition port | déchets ordures poubelle | médecin docteur | résilier annuler résiliation | autorisé permis admis | interdit défendu | enfant mineur | ordinateur portable
    prix coût tarif frais | gratuit gratuite offert offerte | remise réduction rabais | facture note | repas déjeuner | cantine restaurant | chien chat animal | taille dimensions | lourd poids pèse | retourner renvoyer retour | délai durée
    prolonger renouveler | perdu perte perdre | ouvrir ouverture horaires ouvert | allumer activer | éteindre désactiver | erreur panne | stationnement parking | payer régler paiement | échanger échange
    deux 2 deuxième | trois 3 troisième | quatre 4 quatrième | cinq 5 cinquième | six 6 sixième | sept 7 septième | huit 8 | neuf 9 | dix 10
    arrivée arriver | départ partir quitter | réception accueil | ascenseur élévateur | inscrire inscription | réserver réservation | colis paquet | examen épreuve | médicament remède | vêtements tenue | toilettes wc | bagages valise | électricité énergie watts consommation | écran affichage | mettre_à_jour mise_à_jour | étudiant élève | jeter déchets`,
  es: `vacaciones permiso días_libres | enfermo enfermedad baja | teléfono móvil celular llamar | coche vehículo automóvil auto carro | bicicleta bici | comprar compra pedido | garantía garantizado | tienda comercio local | empezar comenzar inicio comienzo | terminar fin finalizar acabar
    sueldo salario nómina paga | jefe responsable director directora encargado | empleado trabajador personal | cliente comprador | alquiler renta arrendamiento | piso apartamento vivienda departamento | reembolso devolución reembolsar | reparar arreglar reparación | roto averiado dañado
    borrar eliminar suprimir | enviar envío mandar | entrega envío | basura residuos | médico doctor | cancelar anular rescindir | permitido autorizado | prohibido | niño menor hijo | ordenador computadora portátil | contraseña clave
    precio coste costo tarifa cuota | gratis gratuito | descuento rebaja | factura recibo | comida almuerzo menú | perro gato mascota animal | tamaño medidas dimensiones | pesa peso | devolver devolución | plazo duración | prorrogar renovar
    perdido pérdida perder | abrir apertura horario abierto | luz piloto | encender activar | apagar desactivar | error avería fallo | aparcar aparcamiento estacionamiento | pagar pago abonar | asistencia servicio_técnico soporte | cambiar cambio
    dos 2 segundo | tres 3 tercero | cuatro 4 cuarto | cinco 5 quinto | seis 6 | siete 7 | ocho 8 | nueve 9 | diez 10
    llegada llegar | salida salir | recepción mostrador | ascensor elevador | inscribir inscripción matrícula | reservar reserva | paquete envío | examen prueba | medicamento medicina | ropa vestimenta | baño aseo servicio | equipaje maleta | electricidad energía consumo | pantalla display | actualizar actualización | estudiante alumno`,
  pt: `férias folga licença | doente doença | telefone celular telemóvel ligar | carro veículo automóvel | bicicleta bike | comprar compra pedido | loja estabelecimento | começar iniciar início | terminar fim acabar | salário vencimento ordenado | chefe gerente responsável diretor
    empregado funcionário trabalhador colaborador | cliente comprador | aluguel renda arrendamento | apartamento imóvel | reembolso devolução reembolsar | reparar consertar reparo conserto | quebrado avariado danificado | apagar excluir eliminar | enviar envio entrega | lixo resíduos
    médico doutor | cancelar rescindir anular | permitido autorizado | proibido vedado | criança menor filho | computador portátil | senha palavra-passe | preço custo taxa tarifa | grátis gratuito | desconto redução | fatura conta | refeição almoço | cão cachorro gato animal
    tamanho dimensões medidas | pesa peso | devolver devolução | prazo duração | prorrogar renovar | perdido perda perder | abrir abertura horário aberto | ligar ativar | desligar desativar | erro avaria falha | estacionar estacionamento | pagar pagamento`,
  it: `vacanze ferie permesso | malato malattia | telefono cellulare chiamare numero | auto automobile macchina veicolo | bici bicicletta | comprare acquistare acquisto ordinare | garanzia | negozio punto_vendita | iniziare cominciare inizio | finire fine terminare | stipendio salario paga
    capo responsabile direttore dirigente | dipendente impiegato personale lavoratore | cliente acquirente | affitto canone locazione affittare | appartamento casa alloggio | rimborso rimborsare | riparare riparazione aggiustare | rotto guasto difettoso danneggiato | cancellare eliminare
    spedire spedizione inviare consegna | rifiuti spazzatura immondizia | medico dottore | disdire recedere annullare | permesso consentito ammesso | vietato proibito | bambino minore figlio | computer portatile | prezzo costo tariffa spese | gratis gratuito
    sconto riduzione | fattura ricevuta | pranzo pasto | cane gatto animale | dimensioni misure grandezza | pesa peso | restituire reso restituzione | termine durata scadenza | prorogare rinnovare | perso smarrito perdere | aprire apertura orario aperto | accendere attivare
    spegnere disattivare | errore guasto anomalia | parcheggio posto_auto parcheggiare garage | pagare pagamento`,
  nl: `vakantie verlof vakantiedagen | ziek ziekte | telefoon mobiel bellen | auto voertuig wagen | fiets rijwiel | kopen aankoop bestellen | winkel zaak filiaal | beginnen starten begin aanvang | einde eindigen | salaris loon | baas leidinggevende chef manager | medewerker werknemer personeel
    klant koper | huur huurprijs | appartement woning flat | terugbetalen terugbetaling geld_terug | repareren reparatie herstellen | kapot defect beschadigd | verwijderen wissen | sturen verzenden bezorging levering verzending | afval vuilnis | arts dokter | opzeggen opzegging annuleren
    toegestaan geoorloofd | verboden | kind minderjarige | computer laptop | wachtwoord | prijs kosten tarief | gratis kosteloos | korting | rekening factuur | lunch maaltijd | hond kat huisdier | zwaar gewicht weegt | terugsturen retour retourneren | verlengen | verloren verlies | betalen betaling`,
  ru: `отпуск каникулы | больной болезнь больничный | телефон мобильный звонить | машина автомобиль авто | купить покупка приобрести приобретение заказать | гарантия гарантийный | магазин салон | начало начинать начаться старт | конец окончание закончиться | зарплата оклад заработная
    начальник руководитель директор заведующий | сотрудник работник персонал | клиент покупатель | аренда наём | квартира жильё помещение | возврат вернуть возвращать | ремонт починить отремонтировать | сломанный неисправный повреждённый | удалить стереть | отправить послать доставка отправка
    мусор отходы | врач доктор | отменить расторгнуть аннулировать | разрешено разрешается допускается | запрещено запрещается нельзя | ребёнок дети детский | билет посещение вход | пароль код | цена стоимость стоит плата тариф | бесплатно даром | скидка льгота | счёт
    обед питание еда | собака кошка животное | весит вес | продлить продление | потерять потерянный утеря потеря | открыт открываться часы | включить | выключить отключить | ошибка сбой неисправность | парковка стоянка | оплата платить оплатить | срок продолжительность`,
  tr: `tatil izin | hasta hastalık | telefon cep aramak | araba araç otomobil oto | bisiklet | satın_almak almak sipariş | garanti | mağaza dükkan şube | başlamak başlangıç başlar | bitmek son biter | maaş ücret aylık | müdür yönetici patron | çalışan personel işçi | müşteri alıcı | kira
    daire ev konut | iade geri_ödeme | tamir onarım | bozuk arızalı hasarlı | silmek kaldırmak | göndermek kargo teslimat | çöp atık | doktor hekim | iptal fesih | yasak | çocuk | bilgisayar | şifre parola | fiyat ücret bedel | ücretsiz bedava parasız | indirim | fatura | köpek kedi hayvan
    uzatmak yenilemek | kayıp kaybolan kaybetmek | açık açılış saat | hata arıza | otopark park | ödeme ödemek`,
  ro: `concediu vacanță | bolnav boală | telefon mobil | mașină autoturism vehicul automobil | bicicletă | cumpăra achiziționa achiziție comanda | magazin | începe început | sfârșit termina | salariu leafă | șef director manager | angajat salariat personal | client cumpărător | chirie închiriere
    apartament locuință | rambursare returnare | repara reparație | defect stricat | șterge elimina | trimite livrare expediere | gunoi deșeuri | medic doctor | anula rezilia | permis autorizat | interzis | copil minor | calculator | parolă | preț cost tarif | gratuit gratis | reducere discount | factură
    câine pisică animal | prelungi | pierdut | deschis program | eroare defecțiune | parcare | plată plăti`,
  el: `διακοπέσ άδεια | άρρωστοσ ασθένεια | τηλέφωνο κινητό | αυτοκίνητο όχημα | ποδήλατο | αγοράζω αγορά παραγγελία | εγγύηση | κατάστημα μαγαζί | αρχίζω αρχή έναρξη | τέλοσ λήξη | μισθόσ αμοιβή | διευθυντήσ προϊστάμενοσ υπεύθυνοσ | υπάλληλοσ εργαζόμενοσ προσωπικό | πελάτησ αγοραστήσ
    ενοίκιο μίσθωμα | διαμέρισμα κατοικία | επιστροφή | επισκευή | χαλασμένο ελαττωματικό | διαγραφή | αποστολή παράδοση | σκουπίδια απόβλητα | γιατρόσ ιατρόσ | ακύρωση | απαγορεύεται | παιδί ανήλικοσ | υπολογιστήσ | τιμή κόστοσ χρέωση | δωρεάν | έκπτωση | τιμολόγιο λογαριασμόσ | σκύλοσ γάτα ζώο
    παράταση ανανέωση | ανοιχτό ωράριο | σφάλμα βλάβη | πληρωμή`,
  hi: `छुट्टी अवकाश | बीमार बीमारी | फोन फ़ोन मोबाइल दूरभाष | गाड़ी कार वाहन | साइकिल | खरीदना खरीद | वारंटी गारंटी | दुकान स्टोर | शुरू आरंभ प्रारंभ | समाप्त खत्म अंत | वेतन तनख्वाह सैलरी | प्रबंधक मैनेजर बॉस | कर्मचारी स्टाफ | ग्राहक | किराया भाड़ा | मकान फ्लैट घर | वापसी रिफंड | मरम्मत ठीक | खराब टूटा | डॉक्टर चिकित्सक
    रद्द निरस्त | मना वर्जित निषिद्ध | बच्चा बच्चे | कीमत मूल्य दाम शुल्क | मुफ्त नि:शुल्क निःशुल्क | छूट | बिल चालान | भुगतान`,
  ar: `إجازة عطلة | مريض مرض | هاتف تليفون جوال موبايل | سيارة مركبة | دراجة | شراء اشترى | ضمان كفالة | متجر محل دكان | بداية يبدأ | نهاية ينتهي | راتب أجر | مدير رئيس مسؤول | موظف عامل | عميل زبون | إيجار أجرة | شقة مسكن | استرداد استرجاع إعادة | إصلاح تصليح | معطل تالف | توصيل شحن تسليم | طبيب دكتور | إلغاء فسخ | ممنوع محظور | طفل قاصر
    حاسوب كمبيوتر | سعر ثمن تكلفة رسوم | مجاني مجانا | خصم تخفيض | فاتورة | تمديد تجديد | مفتوح دوام | خطأ عطل | موقف مواقف | دفع سداد`,
  vi: `nghỉ phép | ốm bệnh | điện_thoại di_động | ô_tô xe_hơi | mua đặt_hàng | bảo_hành | cửa_hàng | lương thù_lao | nhân_viên người_lao_động | khách_hàng người_mua | thuê | căn_hộ nhà | hoàn_tiền hoàn_trả | sửa_chữa | hỏng lỗi | giao_hàng vận_chuyển | bác_sĩ | hủy chấm_dứt | cấm | trẻ_em | giá phí chi_phí | miễn_phí | giảm_giá chiết_khấu | hóa_đơn | thanh_toán trả_tiền`,
}

/** A phrase, as the stems of its words in their order. */
type Phrase = readonly string[]

interface Group {
  phrases: Phrase[]
  words: string[]
}

const known = new Map<string, Group[]>()

const groupsOf = (language: string): Group[] => {
  const before = known.get(language)
  if (before) return before
  const stem = stemmerOf(language)
  const read = (groups[language] ?? '')
    .split(/\||\n/)
    .map((line) => line.trim().split(/\s+/))
    .filter((words) => words.length > 1)
    .map((words) => ({
      phrases: words.map((word) => wordsOf(word.replaceAll('_', ' '), language).map(stem)),
      words: words.map((word) => word.replaceAll('_', ' ')),
    }))
  known.set(language, read)
  return read
}

/** Another way to say a word of a question. */
export interface Alternative {
  /** Stems that a text must all hold. */
  stems: Phrase
  text: string
}

/**
 * For each word of a question what else may be said for it in a language. A phrase of several words stands for all of its words,
 * so that `time off` may be said as `leave`.
 */
export const alternativesOf = (words: readonly string[], language: string): Alternative[][] => {
  const stem = stemmerOf(language)
  const stems = words.map(stem)
  const found = words.map((): Alternative[] => [])
  for (const { phrases, words: texts } of groupsOf(language))
    for (const phrase of phrases) {
      const at = stems.findIndex((_, i) => phrase.every((each, j) => stems[i + j] === each))
      if (at < 0) continue
      const others = phrases.flatMap((each, i) =>
        each.join(' ') === phrase.join(' ') ? [] : [{ stems: each, text: texts[i] ?? '' }],
      )
      for (let i = at; i < at + phrase.length; i++) found[i]?.push(...others)
    }
  return found
}
