import { expect, it } from 'vitest'
import { checkFileUrl } from '../../../../src/adapters/slack/files/check-file-url.ts'

const rules = { apiUrl: 'https://slack.com/api/', allowedHosts: ['slack.com', 'slack-files.com'] }

it.each([
  ['https://files.slack.com/files-pri/T1-F1/download/a.txt'],
  ['https://slack.com/a.txt'],
  ['https://home.enterprise.slack.com/files/a.txt'],
  ['https://slack-files.com/T1-F1-abc'],
])('lets %s be asked', (url) => {
  expect(checkFileUrl(url, rules).href).toBe(url)
})

it('lets the server of the Web API be asked where that is another', () => {
  const proxied = { ...rules, apiUrl: 'http://proxy.intern:8080/slack/api/' }

  expect(checkFileUrl('http://proxy.intern:8080/files/F1', proxied).port).toBe('8080')
  expect(() => checkFileUrl('http://proxy.intern/files/F1', proxied)).toThrow('not kept in Slack')
})
