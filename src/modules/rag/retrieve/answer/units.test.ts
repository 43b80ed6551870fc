import { expect } from 'chai'
import { unitsOf, type Unit, type UnitSource } from './units.ts'

const units = (text: string, more: Partial<UnitSource> = {}): Unit[] =>
  unitsOf({ text, language: 'en', title: 'Manual', headingPath: [], ...more })
const said = (text: string, more: Partial<UnitSource> = {}): string[] => units(text, more).map(({ says }) => says)

describe('units of a passage', () => {
  it('are sentences, and no heading of any kind', () => {
    const text = [
      '# Manual',
      'Read me first of all. Then act as it says.',
      '## Care',
      'Keep it dry.',
      'Repair\n------',
      'Use glue.',
      'Known From Its Path',
      'Call us.',
      '= = History = =',
      'It is old.',
    ].join('\n\n')
    expect(said(text, { headingPath: ['Known From Its Path'] })).to.deep.equal([
      'Read me first of all.',
      'Then act as it says.',
      'Keep it dry.',
      'Use glue.',
      'Call us.',
      'It is old.',
    ])
  })

  it('are no questions; what follows a question has it as its lead', () => {
    const found = units('May I return it?\n\nWithin 30 days. Returning is free.\n\nDo you ship?\n\nTo 19 countries.')
    expect(found.map(({ says, lead }) => [says, lead])).to.deep.equal([
      ['Within 30 days.', 'May I return it?'],
      ['Returning is free.', 'May I return it?'],
      ['To 19 countries.', 'Do you ship?'],
    ])
  })

  it('take a question inside a paragraph as what stands before', () => {
    expect(units('Who pays? The seller pays all of it.')).to.containSubset([
      { says: 'The seller pays all of it.', before: 'Who pays?' },
    ])
  })

  it('join what is too short to stand alone with what follows', () => {
    expect(said('Do you repair?\n\nYes. Our workshop repairs tents.')).to.deep.equal([
      'Yes. Our workshop repairs tents.',
    ])
  })

  it('are rows that name their columns, however the columns are parted', () => {
    const rows = ['Tier: Silver; Discount: 5 percent', 'Tier: Gold; Discount: 8 percent']
    for (const table of [
      '| Tier | Discount |\n| --- | --- |\n| Silver | 5 percent |\n| Gold | 8 percent |',
      'Tier\tDiscount\nSilver\t5 percent\nGold\t8 percent',
      'Tier,Discount\nSilver,5 percent\nGold,"8 percent"',
      'Tier      Discount\nSilver    5 percent\nGold      8 percent',
    ])
      expect(said(table), table).to.deep.equal(rows)
  })

  it('are rows with the head of a table that began in an earlier passage', () => {
    expect(said('Oslo,Hagen\nLyon,Rousseau', { tableHead: 'store,manager' })).to.deep.equal([
      'store: Oslo; manager: Hagen',
      'store: Lyon; manager: Rousseau',
    ])
  })

  it('are values after their properties, where that is all that a table’s head says', () => {
    expect(said('| Property | Value |\n| --- | --- |\n| Weight | 4 kg |\n| Colour | red |')).to.deep.equal([
      'Weight: 4 kg',
      'Colour: red',
    ])
  })

  it('are records, and items of a list without their marks', () => {
    expect(said('name: Ada\nrole: engineer\n\nname: Ben\nrole: cook')).to.deep.equal([
      'name: Ada; role: engineer',
      'name: Ben; role: cook',
    ])
    expect(said('We ship to:\n\n- Norway, at once.\n- Japan,\n  by sea.')).to.deep.equal([
      'We ship to:',
      'Norway, at once.',
      'Japan,\n  by sea.',
    ])
  })

  it('stand under the question, case or title in bold above them', () => {
    const found = units(
      '**Who pays for returns?**\nThey are free.\n\n**Printer is slow.** Restart it.\n\n**Opening hours**\nFrom ten to six.',
    )
    expect(found.map(({ says, lead, isNamed }) => [says, lead, isNamed])).to.deep.equal([
      ['They are free.', 'Who pays for returns?', true],
      ['Restart it.', 'Printer is slow.', true],
      ['From ten to six.', 'Opening hours', true],
    ])
  })

  it('are answers without the letters that mark them', () => {
    expect(units('Q: Who pays?\nA: The seller pays all of it.')).to.containSubset([
      { says: 'The seller pays all of it.', lead: 'Who pays?' },
    ])
  })

  it('are the sentences of a clause, under its number and name', () => {
    const text =
      '4. Deposit\nThe tenant pays two rents. They are returned later.\n\n5. Use\n5.1 Dogs are allowed in the flat.\n5.2 Smoking is not.'
    expect(units(text).map(({ says, lead }) => [says, lead])).to.deep.equal([
      ['The tenant pays two rents.', '4. Deposit'],
      ['They are returned later.', '4. Deposit'],
      ['Dogs are allowed in the flat.', '5. Use'],
      ['Smoking is not.', '5. Use'],
    ])
    expect(said('1. Fill the tank.\n2. Press the button\n   until it clicks.')).to.deep.equal([
      'Fill the tank.',
      'Press the button\n   until it clicks.',
    ])
  })

  it('are plain where the document has marks of emphasis', () => {
    expect(said('The user is **admin**, *never* root; 2 * 3 * 4 and __init__ stay.')).to.deep.equal([
      'The user is admin, never root; 2 * 3 * 4 and __init__ stay.',
    ])
  })

  it('take prose with commas for prose', () => {
    const text = 'We sell tents, boots, and bags.\nWe mend zips, seams, and poles.'
    expect(units(text).map(({ kind }) => kind)).to.deep.equal(['sentence', 'sentence'])
  })

  it('lie where they say, in any language', () => {
    for (const text of [
      '# 标题\n\n你们送货到挪威吗？\n\n我们送货到十九个国家。价格以欧元计算。',
      'هل تشحنون؟\n\nنشحن إلى تسعة عشر بلدا. الأسعار باليورو.',
      '| a | b |\n|---|---|\n| 1 | 2 |\n\n- item one\n- item two\n\nEnd of it.',
    ])
      for (const { kind, start, end, says } of units(text)) {
        expect(text.slice(start, end)).to.equal(text.slice(start, end).trim())
        if (kind !== 'row' && kind !== 'record') expect(text.slice(start, end)).to.equal(says)
      }
  })

  it('never hang on a hostile text', () => {
    for (const text of [
      '"'.repeat(3_000),
      '|'.repeat(3_000),
      '= '.repeat(1_500),
      'a: '.repeat(1_000),
      `a,"${'""'.repeat(700)}\nb,c`,
    ])
      units(text)
  })
})
