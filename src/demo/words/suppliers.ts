/** Suppliers: name, contact, city, country, days from order to delivery, and the codes of the shelves that they fill. */
export const suppliers = [
  supplier('Norrvik Tält AB', 'Karin Hedberg', 'Borås', 'Sweden', 28, 'TEN SLE'),
  supplier('Zeltwerk Harz GmbH', 'Dieter Rohloff', 'Goslar', 'Germany', 16, 'TEN'),
  supplier('Peak & Fell Textiles Ltd', 'Gwen Rowbotham', 'Sheffield', 'United Kingdom', 24, 'SLE FLE'),
  supplier('Mochilas del Cantábrico S.L.', 'Nuria Peláez', 'Santander', 'Spain', 20, 'BAC'),
  supplier('Saigon Stitchworks', 'Trần Minh Anh', 'Hồ Chí Minh City', 'Vietnam', 62, 'BAC RAI TRO'),
  supplier('Fornello Alpino S.r.l.', 'Piero Zanotti', 'Lecco', 'Italy', 18, 'KIT'),
  supplier('Emaillewerkstatt Thale', 'Ines Kaufhold', 'Thale', 'Germany', 12, 'KIT GAR'),
  supplier('Pluie d’Ouest SARL', 'Yann Le Goff', 'Brest', 'France', 21, 'RAI'),
  supplier('Faroe Wool Collective', 'Jógvan Djurhuus', 'Tórshavn', 'Denmark', 30, 'FLE SOC BLA'),
  supplier('Trikotáž Vysočina s.r.o.', 'Radka Šimková', 'Jihlava', 'Czechia', 14, 'FLE SOC'),
  supplier('Têxtil do Ave Lda', 'Rui Fontes', 'Guimarães', 'Portugal', 19, 'TRO SOC'),
  supplier('Calzature Montebelluna Nord', 'Silvia Durante', 'Montebelluna', 'Italy', 26, 'BOO TRA'),
  supplier('Kroměříž Obuv a.s.', 'Petr Malý', 'Kroměříž', 'Czechia', 22, 'BOO SAN'),
  supplier('Jinhai Footwear Co.', 'Lin Yuhan', 'Quanzhou', 'China', 58, 'TRA SAN'),
  supplier('Fietstas Veluwe BV', 'Gerrit Boerma', 'Apeldoorn', 'Netherlands', 10, 'PAN'),
  supplier('Lumenforge Taiwan', 'Chen Yi-Ting', 'Taichung', 'Taiwan', 48, 'LIG LAN'),
  supplier('Schlosserei Velbert KG', 'Ralf Neuhaus', 'Velbert', 'Germany', 11, 'LIG TOO'),
  supplier('Casques Jura SA', 'Mélanie Oberson', 'Delémont', 'Switzerland', 17, 'HEL'),
  supplier('Bergisch Tool Works', 'Frauke Stamm', 'Remscheid', 'Germany', 9, 'TOO GAR'),
  supplier('Latarnia Bałtyk Sp. z o.o.', 'Marek Żuraw', 'Sopot', 'Poland', 15, 'LAN'),
  supplier('Kilkenny Weavers Ltd', 'Bríd Phelan', 'Kilkenny', 'Ireland', 25, 'BLA'),
  supplier('Puutarha Päijänne Oy', 'Esa Kettunen', 'Lahti', 'Finland', 23, 'GAR BIR'),
  supplier('Nestwärme Werkstätten', 'Hildegard Moos', 'Bielefeld', 'Germany', 8, 'BIR'),
  supplier('Rogaland Maritime AS', 'Torbjørn Eike', 'Stavanger', 'Norway', 20, 'DRY LIF'),
  supplier('Ottawa River Paddle Company', 'Denise Lalonde', 'Ottawa', 'Canada', 44, 'PAD'),
  supplier('Masurian Boats & Oars', 'Ewelina Sowa', 'Giżycko', 'Poland', 18, 'PAD LIF DRY'),
]

function supplier(name: string, contact: string, city: string, country: string, leadTime: number, codes: string) {
  return { name, contact, city, country, leadTime, codes: codes.split(' ') }
}
