import { describe, expect, it } from 'vitest'
import { timeOf } from '../../../../src/adapters/discord/discord-ids.ts'
import { dispatch, tell } from '../directory/told-world.ts'
import { alice, bob, G, KIKU, kiku, office, read } from './packets.ts'

const ID = '1187000000000000000'

const interaction = (fields: object = {}) => ({
  id: ID,
  application_id: KIKU,
  type: 2,
  token: 'a-token_of.the~interaction',
  guild_id: G,
  channel_id: '10',
  context: 0,
  locale: 'en-US',
  member: { user: alice, nick: 'Ali', roles: ['1002'], permissions: '3072' },
  data: { id: '1', type: 1, name: 'ask' },
  ...fields,
})

const outside = (fields: object = {}) =>
  interaction({ guild_id: undefined, member: undefined, user: alice, channel_id: '90', ...fields })

const read_ = (fields: object) => {
  const arrival = read('INTERACTION_CREATE', interaction(fields))
  return arrival.kind === 'interaction' ? arrival.interaction : arrival
}

describe('where an interaction came from', () => {
  it('is told with who did it, and by whose rights', () => {
    expect(read_({})).toMatchObject({
      ref: { id: ID, token: 'a-token_of.the~interaction', at: timeOf(ID) },
      user: { id: alice.id, name: 'Ali' },
      locale: 'en',
      where: { guild: G, channelId: '10', context: 'guild', permissions: '3072', roles: ['1002'] },
    })
  })

  it.each([
    ['ja', 'ja'],
    ['en-GB', 'en'],
    ['fr', 'en'],
    [undefined, 'en'],
  ])('speaks the language of the person: %s', (locale, expected) => {
    expect(read_({ locale })).toMatchObject({ locale: expected })
  })

  it('is a server only where Kiku is in it', () => {
    const foreign = read('INTERACTION_CREATE', interaction({ guild_id: '5555' }))
    const facts = tell(office)
    dispatch(facts, 'GUILD_DELETE', { id: G, unavailable: true })

    expect(foreign).toMatchObject({ interaction: { where: { guild: '5555', context: 'elsewhere' } } })
    expect(read('INTERACTION_CREATE', interaction(), facts)).toMatchObject({
      interaction: { where: { context: 'guild' } },
    })
  })

  it('is direct with Kiku alone, and elsewhere among others', () => {
    const where = (fields: object, facts?: Parameters<typeof read>[2]) => {
      const arrival = read('INTERACTION_CREATE', outside(fields), facts)
      return arrival.kind === 'interaction' ? arrival.interaction.where : arrival
    }
    const facts = tell(office)
    dispatch(facts, 'MESSAGE_CREATE', { channel_id: '90', channel_type: 1, author: alice })

    expect(where({ context: 1 })).toEqual({
      guild: 'dm',
      channelId: '90',
      context: 'direct',
      permissions: '0',
      roles: [],
    })
    expect(where({ context: 2 })).toMatchObject({ guild: 'dm', context: 'elsewhere' })
    expect(where({ context: undefined })).toMatchObject({ context: 'elsewhere' })
    expect(where({ context: undefined }, facts)).toMatchObject({ context: 'direct' })
  })

  it.each([
    [{ token: 'a/b' }],
    [{ token: '' }],
    [{ id: '1/2' }],
    [{ channel_id: undefined }],
    [{ member: undefined }],
    [{ data: undefined }],
    [{ data: 'x' }],
    [{ type: '2' }],
  ])('must be readable: %j', (fields) => {
    expect(read('INTERACTION_CREATE', interaction(fields))).toEqual({ kind: 'ignored', reason: 'malformed' })
  })
})

describe('a command', () => {
  it('is told with its options and files', () => {
    const options = [
      { name: 'question', type: 3, value: '元気？' },
      { name: 'most', type: 4, value: 7 },
      { name: 'private', type: 5, value: true },
      { name: 'in', type: 7, value: '10' },
      { name: 'file', type: 11, value: '600' },
    ]
    const attachments = { '600': { id: '600', filename: 'plan.txt', size: 3, url: 'https://cdn/plan.txt' } }

    expect(read_({ data: { name: 'ask', type: 1, options, resolved: { attachments } } })).toMatchObject({
      kind: 'command',
      name: 'ask',
      options: { question: '元気？', most: 7, private: true, in: '10' },
      files: [{ id: '600', name: 'plan.txt' }],
    })
  })

  it('is told with its subcommand, also below a group', () => {
    const sub = { name: 'config', type: 1, options: [{ name: 'threads', type: 5, value: false }] }

    expect(read_({ data: { name: 'kiku', options: [sub] } })).toMatchObject({
      subcommand: 'config',
      options: { threads: false },
    })
    expect(read_({ data: { name: 'kiku', options: [{ name: 'set', type: 2, options: [sub] }] } })).toMatchObject({
      subcommand: 'set config',
    })
    expect(read_({ data: { name: 'help' } })).not.toHaveProperty('subcommand')
  })

  it('holds no option that cannot be read, and none that changes what objects are', () => {
    const options = [
      { name: '__proto__', type: 3, value: 'x' },
      { name: 'list', type: 3, value: ['a'] },
      { type: 3, value: 'nameless' },
      'x',
      { name: 'file', type: 11, value: 'toString' },
    ]
    const command = read_({ data: { name: 'ask', options, resolved: 7 } })

    expect(command).toMatchObject({ kind: 'command', files: [] })
    expect('options' in command && Object.keys(command.options)).toEqual(['__proto__'])
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  it('of the menu of a message is told with its words', () => {
    const target = {
      id: '5000',
      type: 0,
      author: bob,
      content: 'see <#10> <@11>',
      mentions: [alice],
      attachments: [{ id: '600', filename: 'a.txt' }],
    }
    const data = {
      type: 3,
      name: 'Ask about this message',
      target_id: '5000',
      resolved: { messages: { '5000': target } },
    }

    expect(read_({ data })).toMatchObject({
      kind: 'message-command',
      name: 'Ask about this message',
      target: {
        id: '5000',
        author: { id: bob.id, name: 'bob' },
        isBot: false,
        text: 'see #general @Alice Adams',
        files: [{ name: 'a.txt' }],
      },
    })
    expect(read('INTERACTION_CREATE', interaction({ data: { ...data, target_id: '6' } })).kind).toBe('ignored')
  })

  it('about a message of a bot finds its words wherever they stand', () => {
    const of = (fields: object) => {
      const target = { id: '5000', author: kiku, content: '', ...fields }
      return read_({ data: { type: 3, name: 'x', target_id: '5000', resolved: { messages: { '5000': target } } } })
    }
    const components = [
      {
        type: 17,
        components: [
          { type: 10, content: 'An answer.' },
          { type: 9, components: [{ type: 10, content: '続き' }] },
        ],
      },
    ]

    expect(of({ components })).toMatchObject({ target: { isBot: true, text: 'An answer.\n\n続き' } })
    expect(of({ embeds: [{ title: 'Build', description: 'failed' }] })).toMatchObject({
      target: { text: 'Build\n\nfailed' },
    })
  })

  it('of the menu of a person is none of Kiku', () => {
    expect(read_({ data: { type: 2, name: 'x' } })).toEqual({ kind: 'ignored', reason: 'command-type' })
    expect(read_({ type: 1 })).toEqual({ kind: 'ignored', reason: 'interaction-type' })
  })

  it('in the making tells the option that is being written', () => {
    const options = [
      { name: 'search', type: 3, value: 'always' },
      { name: 'question', type: 3, value: 'なぜ', focused: true },
    ]

    expect(read_({ type: 4, data: { name: 'ask', options } })).toMatchObject({
      kind: 'autocomplete',
      name: 'ask',
      focused: { name: 'question', value: 'なぜ' },
    })
    expect(read_({ type: 4, data: { name: 'ask', options: [options[0]] } })).toEqual({
      kind: 'ignored',
      reason: 'malformed',
    })
  })
})

describe('a click', () => {
  it('tells the button, what was chosen, and on which message', () => {
    const button = { type: 3, message: { id: '5000', flags: 64 }, data: { custom_id: 'up', component_type: 2 } }
    const menu = {
      type: 3,
      message: { id: '5001' },
      data: { custom_id: 'pick', component_type: 8, values: ['10', '12'] },
    }

    expect(read_(button)).toMatchObject({
      kind: 'click',
      customId: 'up',
      values: [],
      message: { id: '5000', isEphemeral: true },
    })
    expect(read_(menu)).toMatchObject({
      customId: 'pick',
      values: ['10', '12'],
      message: { id: '5001', isEphemeral: false },
    })
  })

  it('on no message is left aside', () => {
    expect(read_({ type: 3, data: { custom_id: 'up' } })).toEqual({ kind: 'ignored', reason: 'malformed' })
  })
})

describe('a form', () => {
  it('tells its fields, in rows or below labels', () => {
    const components = [
      { type: 1, components: [{ type: 4, custom_id: 'reason', value: '間違い' }] },
      { type: 18, component: { type: 3, custom_id: 'kind', values: ['wrong', 'old'] } },
      { type: 18, component: { type: 4, custom_id: 'more', value: '' } },
      { type: 10, content: 'Only text' },
      { type: 18 },
      'x',
    ]

    expect(read_({ type: 5, message: { id: '5000', flags: 0 }, data: { custom_id: 'why', components } })).toMatchObject(
      {
        kind: 'form',
        customId: 'why',
        fields: { reason: '間違い', kind: ['wrong', 'old'], more: '' },
        message: { id: '5000', isEphemeral: false },
      },
    )
  })

  it('need not come from a message', () => {
    const form = read_({ type: 5, data: { custom_id: 'forget', components: 'none' } })

    expect(form).toMatchObject({ kind: 'form', fields: {} })
    expect(form).not.toHaveProperty('message')
  })
})
