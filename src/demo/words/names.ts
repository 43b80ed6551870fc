/** First and last names, common ones of each language, from which people are made up. */
export const names: Readonly<Record<string, { first: readonly string[]; last: readonly string[] }>> = {
  danish: people(
    'Søren Mette Lars Kirsten Jørgen Anne Rasmus Freja Mikkel Signe Bjørn Astrid Emil Maja',
    'Nielsen Jensen Sørensen Rasmussen Jørgensen Kjær Møller Holm Østergaard Bruun Thorsen Lund',
  ),
  swedish: people(
    'Åsa Björn Linnéa Göran Elin Oskar Märta Nils Saga Viktor Ebba Axel Malin Håkan',
    'Andersson Öberg Lindström Sjöberg Nyström Bergqvist Ekström Hedlund Åkesson Sandberg Norén Wallin',
  ),
  norwegian: people(
    'Kåre Ingeborg Øyvind Solveig Håvard Liv Magnus Ragnhild Sindre Tuva Eirik Silje Pål Marit',
    'Haugen Bakke Ødegård Solberg Strand Moen Lie Hagen Sæther Berge Aasen Dahl',
  ),
  finnish: people(
    'Väinö Aino Jyrki Päivi Antti Kaisa Mikko Sanna Eero Tuulikki Juhani Leena Ville Outi',
    'Virtanen Mäkinen Korhonen Hämäläinen Lehtonen Niemelä Järvinen Koskinen Väisänen Rantala Salmi Laine',
  ),
  german: people(
    'Jürgen Katharina Stefan Käthe Lukas Anja Florian Sabine Günther Lena Moritz Heike Jonas Birgit Felix Ulrike',
    'Müller Schäfer Weiß Köhler Hoffmann Bäcker Groß Krüger Lange Voigt Jäger Schröder Brandt Seidel Winkler Kühn',
  ),
  polish: people(
    'Łukasz Agnieszka Paweł Małgorzata Michał Zofia Stanisław Bożena Krzysztof Ewa Grzegorz Kinga',
    'Nowak Wiśniewski Wójcik Kowalczyk Zieliński Szymański Woźniak Dąbrowski Kozłowski Mazur Krawczyk Jabłoński',
  ),
  czech: people(
    'Jiří Lenka Tomáš Kateřina Ondřej Markéta Zdeněk Hana Matěj Jitka Vojtěch Šárka',
    'Novák Dvořák Černý Procházka Kučera Veselý Horák Němec Pokorný Růžička Beneš Fiala',
  ),
  dutch: people(
    'Daan Sanne Joost Lotte Pieter Femke Maarten Noor Sjoerd Marijke Ruben Zoë Wouter Anouk',
    'Visser Bakker Mulder Bosch Dekker Hendriks Vermeulen Claes Peeters Jansen Hoekstra Schouten Dijkstra Maes',
  ),
  french: people(
    'François Amélie Jérôme Hélène Luc Chloé Benoît Céline Théo Margot Gaël Inès Étienne Noémie',
    'Lefèvre Dubois Moreau Girard Bérard Fournier Mercier Rousseau Gauthier Perrin Chevalier Beaumont Noël Lacroix',
  ),
  spanish: people(
    'José Lucía Íñigo Carmen Álvaro Marta Andrés Nerea Joaquín Inés Raúl Begoña Martín Sofía',
    'García Muñoz Fernández Núñez Gómez Ibáñez Ortega Peña Vázquez Castaño Rubio Serrano',
  ),
  portuguese: people(
    'João Inês Tiago Conceição Rui Beatriz Gonçalo Mariana Luís Leonor Simão Catarina',
    'Gonçalves Magalhães Araújo Simões Guimarães Pereira Falcão Teixeira Conceição Brandão Matos Pinheiro',
  ),
  italian: people(
    'Niccolò Giulia Matteo Chiara Lorenzo Francesca Andrea Elisa Davide Ginevra Paolo Noemi',
    'Rossi Bianchi Esposito Ferraro Colombo Marchetti Gallo Rizzi Fontana Conti Barbieri Nicolò',
  ),
  english: people(
    'Oliver Amelia Harry Isla George Freya Callum Poppy Alfie Imogen Rhys Megan Priya Imran Yusuf Grace',
    "Smith Taylor Walker Hughes Evans Patel Robinson Thompson Clarke Campbell MacLeod O'Hara Bennett Ahmed Price Whitaker",
  ),
  irish: people(
    'Seán Aoife Oisín Niamh Ciarán Róisín Pádraig Sinéad Conor Gráinne Declan Orla',
    "Murphy Ó\u00a0Briain Kelly O'Sullivan Byrne Doyle Nic\u00a0Dhomhnaill Gallagher O'Connor Brennan Daly Lynch",
  ),
  american: people(
    'James Maria Ethan Olivia Tyrone Renée Wei Ling Diego Ximena Noah Hannah Zoé Jean-Luc Aaliyah Kenji',
    'Johnson Williams Nguyen Hernández Tremblay Côté Bouchard Kim Chen Anderson Brooks Jackson Martinez Sullivan Singh Larsen',
  ),
}

function people(first: string, last: string): { first: readonly string[]; last: readonly string[] } {
  // A space that does not break holds a name of two words together in the list.
  const list = (words: string) => words.split(' ').map((word) => word.replace('\u00a0', ' '))
  return { first: list(first), last: list(last) }
}

const LETTERS: Readonly<Record<string, string>> = {
  ø: 'o',
  æ: 'ae',
  å: 'a',
  ł: 'l',
  ß: 'ss',
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
}

/** A name as it stands in an e-mail address: `Björn Weiß` becomes `bjoern.weiss`. */
export function mailboxOf(first: string, last: string): string {
  const plain = (word: string) =>
    word
      .toLowerCase()
      .replace(/[øæåłßäöü]/g, (letter) => LETTERS[letter] ?? letter)
      .normalize('NFD')
      .replace(/[^a-z-]/g, '')
  return `${plain(first)}.${plain(last)}`
}
