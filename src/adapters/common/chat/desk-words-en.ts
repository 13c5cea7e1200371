import type { DeskWords, PlatformWords } from './desk-words.ts'

const count = (number: number, one: string, many = `${one}s`) =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`

export function createEnglishDeskWords(platform: PlatformWords): DeskWords {
  return {
    failure: (kind, { seconds, limit }) => {
      switch (kind) {
        case 'rate-limited':
          return `You have asked a lot in a short time. Please wait ${seconds === undefined ? 'a moment' : count(seconds, 'second')}.`
        case 'queue-full':
          return 'Too many questions are waiting just now. Please ask again in a moment.'
        case 'question-empty':
          return 'There was no question in that. Write what you would like to know.'
        case 'question-too-long':
          return `That is too long for me${limit === undefined ? '' : `: I can take ${count(limit, 'character')}`}. Please shorten it.`
        case 'not-in-channel':
          return platform.absent
        case 'unreachable':
          return `${platform.name} did not answer me. Please try again in a moment.`
        case 'refused':
          return `${platform.name} did not let me do that. Ask whoever runs Kiku to look at \`kiku doctor\`.`
        case 'too-slow':
          return 'This took longer than I may take. Please try again.'
        case 'stopped':
          return 'I am just being restarted. Please try again in a minute.'
        case 'internal':
          return 'Something went wrong on my side. Please try again; if it happens once more, tell whoever runs Kiku.'
      }
    },
    sources: {
      heading: 'What I can read for you here',
      nothing:
        'There is nothing yet that I can read for you. Whoever runs Kiku can add documents with `kiku sources add`.',
      kind: { folder: 'Folder', file: 'File', url: 'Web page', channel: 'Channel', handbook: 'Kiku’s own handbook' },
      counts: (documents, items) => `${count(documents, 'document')}, ${count(items, 'passage')}`,
      refreshed: (age) => `read ${age}`,
      neverRefreshed: 'not fully read yet',
      failures: (failed, first) => `⚠️ ${count(failed, 'document')} could not be read, such as ${first}`,
      more: (more) => `… and ${more.toLocaleString('en')} more`,
      onlyYours: 'Listed is what you may read. Other people may see other sources.',
    },
    feedback: {
      thanks: 'Thank you! Good to know.',
      sorry: 'Thank you for telling me. Your word is noted.',
      thanksForReason: 'Thank you. That helps to make the answers better.',
      title: 'What was wrong?',
      label: 'Tick what applies',
      reasons: {
        wrong: 'It is wrong',
        outdated: 'It is outdated',
        missing: 'Something is missing',
        source: 'The sources do not fit',
        other: 'Something else',
      },
      text: 'In your own words',
      placeholder: 'What would have been right?',
      submit: 'Send',
      errorNothing: 'Tick at least one, or write a few words below.',
      errorOther: 'Please say in a few words what it is.',
      errorLong: 'Please keep it to 1,000 characters.',
    },
    answers: {
      why: 'Why I answered this way',
      gone: 'I no longer have that question. Please ask it anew.',
      stillRunning: 'I am still on it; the answer comes in a moment.',
      notRunning: 'That answer has already ended.',
      notYoursToStop: 'Only the person who asked can stop this answer.',
      notYours: 'That was offered to somebody else. Ask me yourself and I will look for you.',
      shared: 'Shared with the channel.',
      sharedAgain:
        'My answer drew on things that not everyone there may read, so I have asked again for everyone. See the channel.',
    },
    backfill: {
      running: (messages) => `Reading the past just now: ${count(messages, 'message')} so far.`,
      done: (messages) => `The past has been read: ${count(messages, 'message')}.`,
      failed: (messages) =>
        `Reading the past broke off after ${count(messages, 'message')}. Ask for it again to go on.`,
    },
  }
}
