import { describe, expect, it } from 'vitest'
import type { Store } from '../../src/ports/store.ts'

export function describeSettings(open: () => Store): void {
  describe('settings', () => {
    it('keeps the last value of each', async () => {
      const { settings } = open()
      await settings.set('fingerprint', 'bundled-1')
      await settings.set('fingerprint', '埋め込み-2\0')

      const values = await Promise.all([settings.get('fingerprint'), settings.get('other')])

      expect(values).toEqual(['埋め込み-2\0', undefined])
    })

    it('forgets a setting that is removed, and one that never was', async () => {
      const { settings } = open()
      await settings.set('slack:T1:C1', 'on')
      await settings.set('slack:T1:C10', 'on')

      await settings.remove('slack:T1:C1')
      await settings.remove('unknown')

      expect(await settings.get('slack:T1:C1')).toBeUndefined()
      expect(await settings.list('')).toEqual([{ name: 'slack:T1:C10', value: 'on' }])
    })

    it('lists the settings whose names begin so, in ascending order', async () => {
      const { settings } = open()
      for (const name of ['slack:b', 'slack', 'slack:a', 'slacks', 'Slack:c', 'slack:', 'discord:a', 'slack:日本']) {
        await settings.set(name, `value of ${name}`)
      }

      const names = (await settings.list('slack:')).map(({ name }) => name)

      expect(names).toEqual(['slack:', 'slack:a', 'slack:b', 'slack:日本'])
      expect(await settings.list('slack:a')).toEqual([{ name: 'slack:a', value: 'value of slack:a' }])
      expect(await settings.list('nothing')).toEqual([])
    })

    it.each([
      ['%', ['%', '%a'], ['a%']],
      ['a_', ['a_', 'a_b'], ['ab', 'aab']],
      ['*', ['*x'], ['x']],
      ['\0', ['\0', '\0a'], ['', 'a']],
      ['\u{10FFFF}', ['\u{10FFFF}', '\u{10FFFF}\u{10FFFF}'], ['\u{10FFFE}']],
      ['a\u{10FFFF}', ['a\u{10FFFF}b'], ['a', 'b']],
      ['\uD7FF', ['\uD7FFa'], ['\uE000', '\u{10000}']],
      ['', ['', '\uFFFD', '\u{1F600}', '\u{10FFFF}'], []],
    ])('takes the prefix %j literally', async (prefix, inside, outside) => {
      const { settings } = open()
      for (const name of [...inside, ...outside].reverse()) await settings.set(name, 'value')

      const names = (await settings.list(prefix)).map(({ name }) => name)

      expect(names).toEqual(inside)
    })
  })
}
