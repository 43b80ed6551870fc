import { expect } from 'chai'
import { temporaryFolder } from '../support/folder.ts'
import { openRag, type RagSystem } from '../support/rag.ts'

interface Sample {
  title: string
  text: string
  /** What is asked, and what the first sentence must hold. */
  answered: [string, string][]
  unanswered: string[]
}

/** The house rules and the history of a lighthouse, as each language's people write. */
const samples: Record<string, Sample> = {
  de: {
    title: 'Leuchtturm Norderriff',
    text: 'Der Leuchtturm Norderriff wurde 1887 von Ingenieur Hinrich Petersen gebaut. Er ist 42 Meter hoch und steht auf einer Sandbank vor der Küste. Bis 1979 lebten dort z. B. zwei Wärter mit ihren Familien. Das Museum im Turm ist von Mai bis September täglich außer montags geöffnet. Erwachsene zahlen 6 Euro Eintritt, Kinder unter zwölf Jahren zahlen nichts. Hunde dürfen nicht auf die Aussichtsplattform.',
    answered: [
      ['Wann wurde der Leuchtturm gebaut?', '1887'],
      ['Wie hoch ist der Leuchtturm Norderriff?', '42 Meter'],
      ['Wer hat den Leuchtturm gebaut?', 'Hinrich Petersen'],
      ['Wie viel zahlen Erwachsene?', '6 Euro'],
      ['Dürfen Hunde auf die Aussichtsplattform?', 'nicht'],
    ],
    unanswered: ['Welche Vögel brüten auf der Insel Helgoland?', 'Wie viele Treppenstufen hat der Kölner Dom?'],
  },
  es: {
    title: 'Faro de Punta Serena',
    text: 'El faro de Punta Serena fue construido en 1894 por la ingeniera Elvira Montalbán. Tiene una altura de 37 metros y su luz alcanza 25 millas náuticas. El Sr. Ibarra fue el último farero y se jubiló en 1991. La visita guiada dura cuarenta minutos y cuesta 5 euros. No se permite entrar con comida.',
    answered: [
      ['¿Cuándo se construyó el faro?', '1894'],
      ['¿Quién fue el último farero?', 'Ibarra'],
      ['¿Cuánto dura la visita guiada?', 'cuarenta minutos'],
      ['¿Qué altura tiene el faro de Punta Serena?', '37 metros'],
    ],
    unanswered: ['¿Cuál es la capital de Mongolia?', '¿Cuántos pasajeros viajan en metro en Madrid?'],
  },
  ro: {
    title: 'Farul Capul Verde',
    text: 'Farul Capul Verde a fost ridicat în anul 1902 de arhitectul Ion Dragomir. Turnul are o înălțime de 31 de metri și 180 de trepte. Biletul de intrare costă 12 lei pentru adulți. Muzeul este închis lunea. Ultimul paznic, Nicolae Bratu, a plecat în 1985.',
    answered: [
      ['Când a fost ridicat farul?', '1902'],
      ['Cine a fost ultimul paznic?', 'Nicolae Bratu'],
      ['Cât costă biletul de intrare?', '12 lei'],
      ['Câte trepte are turnul?', '180'],
    ],
    unanswered: ['Cine a câștigat campionatul mondial de fotbal?', 'Ce temperatură are apa Dunării?'],
  },
  ru: {
    title: 'Маяк Северный',
    text: 'Маяк Северный построил в 1876 г. инженер П. А. Соколов. Высота башни составляет 29 метров. В музее маяка хранится первая керосиновая лампа. Музей работает ежедневно с десяти до шести часов. Последний смотритель, Егор Лаптев, покинул остров в 1988 г. Фотографировать внутри не разрешается.',
    answered: [
      ['Когда построили маяк?', '1876'],
      ['Какова высота башни?', '29 метров'],
      ['Кто был последним смотрителем?', 'Егор Лаптев'],
      ['Что хранится в музее маяка?', 'керосиновая лампа'],
    ],
    unanswered: ['Какая столица Монголии?', 'Сколько стоит билет в Большой театр?'],
  },
  el: {
    title: 'Φάρος του Αγίου Μηνά',
    text: 'Ο φάρος του Αγίου Μηνά χτίστηκε το 1868 από τον μηχανικό Γ. Καρύδη. Ο πύργος έχει ύψος 24 μέτρα. Το εισιτήριο κοστίζει 4 ευρώ. Το μουσείο ανοίγει κάθε μέρα στις εννέα το πρωί. Ο τελευταίος φαροφύλακας ήταν ο Νίκος Βλάχος, που έφυγε το 1983.',
    answered: [
      ['Πότε χτίστηκε ο φάρος;', '1868'],
      ['Πόσο κοστίζει το εισιτήριο;', '4 ευρώ'],
      ['Ποιος ήταν ο τελευταίος φαροφύλακας;', 'Νίκος Βλάχος'],
      ['Τι ύψος έχει ο πύργος;', '24 μέτρα'],
    ],
    unanswered: ['Ποια είναι η πρωτεύουσα της Μογγολίας;', 'Πόσοι επιβάτες ταξιδεύουν με το μετρό;'],
  },
  tr: {
    title: 'Kızılburun Feneri',
    text: 'Kızılburun Feneri 1857 yılında mühendis Kemal Aydın tarafından yapılmıştır. Kulenin yüksekliği 22 metredir. Müzenin giriş ücreti 30 liradır. Müze pazartesi günleri kapalıdır. Son fener bekçisi Hasan Usta 1990 yılında emekli oldu.',
    answered: [
      ['Fener ne zaman yapılmıştır?', '1857'],
      ['Kulenin yüksekliği kaç metredir?', '22 metre'],
      ['Son fener bekçisi kimdir?', 'Hasan Usta'],
      ['Müze hangi gün kapalıdır?', 'pazartesi'],
    ],
    unanswered: ['Moğolistan’ın başkenti neresidir?', 'İstanbul metrosunda kaç yolcu taşınır?'],
  },
  ar: {
    title: 'منارة رأس الرمل',
    text: 'بُنيت منارة رأس الرمل عام 1910 على يد المهندس سليم الخوري. يبلغ ارتفاع البرج ٣٣ مترًا. سعر تذكرة الدخول خمسة دنانير. يفتح المتحف أبوابه يوميًا من الساعة التاسعة صباحًا. كان آخر حارس للمنارة هو أ. محمود ناصر الذي غادر عام 1987.',
    answered: [
      ['متى بنيت المنارة؟', '1910'],
      ['كم يبلغ ارتفاع البرج؟', '٣٣'],
      ['ما هو سعر تذكرة الدخول؟', 'خمسة دنانير'],
      ['من كان آخر حارس للمنارة؟', 'محمود ناصر'],
    ],
    unanswered: ['ما هي عاصمة منغوليا؟', 'كم عدد ركاب مترو القاهرة؟'],
  },
  hi: {
    title: 'नीलतट प्रकाशस्तंभ',
    text: 'नीलतट प्रकाशस्तंभ का निर्माण 1873 में इंजीनियर रघुवीर सेन ने किया था। मीनार की ऊँचाई 28 मीटर है। प्रवेश टिकट का मूल्य 50 रुपये है। संग्रहालय सोमवार को बंद रहता है। अंतिम रखवाले का नाम मोहन दास था, जो 1989 में सेवानिवृत्त हुए।',
    answered: [
      ['प्रकाशस्तंभ का निर्माण कब हुआ था?', '1873'],
      ['मीनार की ऊँचाई कितनी है?', '28 मीटर'],
      ['प्रवेश टिकट का मूल्य क्या है?', '50 रुपये'],
      ['अंतिम रखवाले का नाम क्या था?', 'मोहन दास'],
    ],
    unanswered: ['मंगोलिया की राजधानी क्या है?', 'दिल्ली मेट्रो में कितने यात्री सफर करते हैं?'],
  },
  vi: {
    title: 'Hải đăng Mũi Cát',
    text: 'Hải đăng Mũi Cát được xây dựng năm 1899 bởi kỹ sư Trần Văn Lộc. Tháp cao 26 mét và có 140 bậc thang. Vé vào cửa giá 20.000 đồng. Bảo tàng mở cửa từ tám giờ sáng mỗi ngày. Người gác đèn cuối cùng là ông Lê Quang Minh.',
    answered: [
      ['Hải đăng được xây dựng năm nào?', '1899'],
      ['Tháp cao bao nhiêu mét?', '26 mét'],
      ['Người gác đèn cuối cùng là ai?', 'Lê Quang Minh'],
      ['Vé vào cửa giá bao nhiêu?', '20.000 đồng'],
    ],
    unanswered: ['Thủ đô của Mông Cổ là gì?', 'Ai phát minh ra điện thoại?'],
  },
  th: {
    title: 'ประภาคารแหลมทราย',
    text: 'ประภาคารแหลมทรายสร้างขึ้นในปี พ.ศ. 2440 โดยวิศวกรชื่อสมชาย วงศ์ทอง หอคอยมีความสูง 30 เมตร และมีบันได 150 ขั้น พิพิธภัณฑ์เปิดทุกวันตั้งแต่เก้าโมงเช้าถึงห้าโมงเย็น ยกเว้นวันจันทร์ ค่าเข้าชมสำหรับผู้ใหญ่คือ 40 บาท เด็กเข้าชมฟรี ผู้เฝ้าประภาคารคนสุดท้ายคือนายบุญมี ใจดี ซึ่งเกษียณในปี พ.ศ. 2532',
    answered: [
      ['ประภาคารแหลมทรายสร้างขึ้นเมื่อใด', '2440'],
      ['หอคอยมีความสูงเท่าไร', '30 เมตร'],
      ['ค่าเข้าชมสำหรับผู้ใหญ่เท่าไร', '40 บาท'],
      ['ผู้เฝ้าประภาคารคนสุดท้ายคือใคร', 'บุญมี'],
    ],
    unanswered: ['เมืองหลวงของมองโกเลียคืออะไร', 'ใครเป็นผู้ประดิษฐ์โทรศัพท์'],
  },
  zh: {
    title: '白沙角灯塔',
    text: '白沙角灯塔由工程师林永年于1903年建成。塔高35米，共有160级台阶。博物馆每天上午九点开放，星期一除外。成人门票为20元，儿童免费。最后一位守塔人是陈阿福，他于1986年退休。',
    answered: [
      ['灯塔是什么时候建成的？', '1903'],
      ['塔高多少米？', '35米'],
      ['成人门票多少钱？', '20元'],
      ['最后一位守塔人是谁？', '陈阿福'],
    ],
    unanswered: ['蒙古国的首都是哪里？', '谁发明了电话？'],
  },
}

for (const [language, { title, text, answered, unanswered }] of Object.entries(samples))
  describe(`answers in ${language}, without a model`, () => {
    let folder: Awaited<ReturnType<typeof temporaryFolder>>
    let system: RagSystem
    before(async () => {
      folder = await temporaryFolder()
      system = await openRag({ DATA_DIR: folder.path, RATE_LIMITS: 'off' })
      await system.rag.ingest({ documents: [{ id: language, title, text }] }, system.as('ada'))
    })
    after(async () => {
      await system.stop()
      await folder.remove()
    })

    for (const [query, expected] of answered)
      it(`finds: ${query}`, async () => {
        const { grounded, response, citations } = await system.rag.query({ query }, system.as('ada'))
        expect(grounded, query).to.equal(true)
        expect(response.split('\n')[0]).to.include(expected)
        for (const { start, end, quote } of citations) expect(text.slice(start, end)).to.equal(quote)
      })
    for (const query of unanswered)
      it(`refuses: ${query}`, async () => {
        const { grounded, response } = await system.rag.query({ query }, system.as('ada'))
        expect(grounded, response).to.equal(false)
      })
  })
