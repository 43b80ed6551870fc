import { expect } from 'chai'
import { commands, openProgram } from './program.ts'

const namesOf = async (name?: string): Promise<string[]> => (await openProgram(name)).commands.map((one) => one.name())

describe('the program', () => {
  it('has every command under the name that it is asked for by', async () => {
    expect(await namesOf()).to.deep.equal(Object.keys(commands))
  })

  it('opens no other command than the one that is named', async () => {
    for (const name of Object.keys(commands)) expect(await namesOf(name)).to.deep.equal([name])
  })

  it('has all commands where the name is none, so that help and advice know them', async () => {
    for (const none of ['--help', 'ingset', 'constructor'])
      expect(await namesOf(none)).to.deep.equal(Object.keys(commands))
  })
})
