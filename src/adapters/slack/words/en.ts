import { createEnglishDeskWords } from '../../common/chat/desk-words-en.ts'
import type { SlackWords } from './slack-words.ts'

const count = (number: number, one: string, many = `${one}s`) =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`
const onOff = (isOn: boolean) => (isOn ? 'on' : 'off')

export const ENGLISH: SlackWords = {
  ...createEnglishDeskWords({
    name: 'Slack',
    absent: 'I am not in that channel. Invite me with `/invite @Kiku`, then try again.',
  }),
  thinking: 'Looking into it …',
  close: 'Close',
  help: {
    heading: 'What I can do for you',
    lines: [
      '*Ask in a channel:* mention me with your question. I answer in its thread, with my sources.',
      '*Ask privately:* write to me directly, or type `/kiku ask How do I claim travel costs?` – only you see the answer until you share it.',
      '`/kiku search travel costs` – find the passages without an answer',
      '`/kiku sources` – what I can read for you, and how fresh it is',
      '`/kiku forget me`, `/kiku forget thread`, `/kiku forget channel` – delete what I remember',
      '`/kiku settings` – what I do in this channel',
      '*On any message:* the ⋮ menu has “Ask about this message” and “Summarise this thread”.',
    ],
    didYouMean: (command) => `I do not know that command. Did you mean \`/kiku ${command}\`?`,
    askUsage: 'Write your question behind it, such as `/kiku ask How do I claim travel costs?`',
    searchUsage: 'Write what to look for behind it, such as `/kiku search travel costs`',
  },
  search: {
    heading: (query, hits) => `*${count(hits, 'passage')} for “${query}”*`,
    nothing: (query) =>
      `I found nothing for “${query}” among what you may read. Try other words, or see \`/kiku sources\`.`,
    onlyYou: 'Only you see this. It may hold what others here cannot read.',
  },
  forget: {
    usage:
      'What shall I forget? `/kiku forget me`, `/kiku forget thread` or `/kiku forget channel`. I will ask once more before anything goes.',
    me: 'I will forget *everything you have written that I remember*, in all channels and direct messages: your questions with my answers, your messages, files that you attached, and your language setting. Messages of others and documents from my sources stay. Messages in Slack itself stay. This cannot be undone.',
    channel: (channel) =>
      `I will forget *everything I remember from ${channel}*: questions, answers, messages and attached files of everyone. Messages in Slack itself stay. I will tell the channel that you did this. Whether I go on remembering is set in \`/kiku settings\`. This cannot be undone.`,
    direct:
      'I will forget *our whole conversation here*: your questions, my answers and attached files. Messages in Slack itself stay. This cannot be undone.',
    thread:
      'I will forget *this thread*: its questions, answers, messages and attached files. Messages in Slack itself stay. This cannot be undone.',
    pickThread:
      'Which thread shall I forget? These are the last ones here in which you asked me. Questions, answers, messages and attached files of the thread go; messages in Slack itself stay.',
    noThreads:
      'I remember no thread here in which you asked me something. To forget another one, choose “Forget this thread” in the ⋮ menu of its messages.',
    button: 'Forget',
    forgetMe: 'Forget me',
    forgetChannel: 'Forget this channel',
    forgetThread: 'Forget this thread',
    confirmTitle: 'Forget for good?',
    confirmText: 'This cannot be undone.',
    confirm: 'Forget',
    deny: 'Keep',
    done: (messages) => `Done. I have forgotten ${count(messages, 'message')}, my answers included.`,
    nothing: 'There was nothing that I remembered.',
    notAllowed:
      'Only full members of this channel can have me forget it. Guests cannot, and neither can I tell members in a channel that I am not in.',
    notYourThread: 'Only full members of the channel, or people who asked me in this thread, can have me forget it.',
    announcement: (user, messages) =>
      `${user} has had me forget everything that I remembered from this channel (${count(messages, 'message')}).`,
  },
  settings: {
    title: 'Kiku in this channel',
    loading: 'One moment …',
    intro: (channel) => `These settings hold for everyone in ${channel}.`,
    followUps: 'Answer follow-ups',
    followUpsHint: 'In threads that I take part in, I answer questions without being mentioned again.',
    remember: 'Remember messages of this channel',
    rememberHint:
      'New messages can be found here later, by people in this channel only. The channel is told when you switch this on.',
    on: 'On',
    days: 'Also read the past … days',
    daysHint: '1 to 365; leave empty to read nothing of the past.',
    daysError: 'Please write a whole number from 1 to 365, or leave it empty.',
    daysNeedRemembering: 'Switch on remembering first, or leave this empty.',
    save: 'Save',
    saved: ({ followUps, remember, days }) =>
      `Saved. Follow-ups are ${onOff(followUps)}, remembering is ${onOff(remember)}.${days === 0 ? '' : ` I am reading the past ${count(days, 'day')}; this can take a while.`}${remember ? '' : ' What I remember already stays until `/kiku forget channel`.'}`,
    notAChannel: 'Settings belong to channels. In direct messages I always answer, and only you see what I remember.',
    notAllowed:
      'Only full members of a channel that I am in can change what I do there. If I am not there yet: `/invite @Kiku`.',
    announcement: (user) =>
      `${user} has asked me to remember the messages of this channel from now on, so that people here can find them later. Nobody outside this channel will see them. To undo: \`/kiku settings\`; to delete what I have remembered: \`/kiku forget channel\`.`,
    cannotAnnounce:
      'I could not tell the channel, so I have left remembering off and changed nothing. Please check that I may post there.',
  },
  shortcuts: {
    askTitle: 'Ask Kiku',
    askLabel: 'Your question',
    askPlaceholder: 'What does this mean for us?',
    about: 'About this message:',
    readers: 'Who sees the answer',
    privately: 'Only me',
    privatelyHint: 'Unless ticked, I answer in the thread of the message.',
    ask: 'Ask',
    errorEmpty: 'Please write a question.',
    asks: (user, question) => `${user} asks: ${question}`,
    summarise: 'Summarise this conversation in a few points: what it is about, what was decided, what is open.',
    leftOut: (messages) => `(${count(messages, 'message')} left out here)`,
    nothingToSummarise: 'There is nothing in this thread that I could summarise.',
    someone: 'someone',
  },
  home: {
    title: 'Kiku',
    intro:
      'I answer from your team’s documents and conversations, and name my sources. Mention me in a channel, or write to me under *Messages*.',
    knows: 'What I can read for you',
    knowsNothing: 'Nothing yet. Whoever runs Kiku can add documents with `kiku sources add`.',
    bySource: (kind, sources, counts) => `*${kind}* × ${sources.toLocaleString('en')}: ${counts}`,
    you: 'Your settings',
    language: 'Language I write to you in',
    languages: { auto: 'As in Slack', en: 'English', ja: '日本語' },
    recent: 'Your last questions',
    noRecent: 'You have not asked me anything yet.',
    privateAnswer: 'answered privately',
    privacy: 'Your data',
    privacyText: 'You can have me forget everything that you have written, with my answers and the files you attached.',
  },
  greeting: {
    title: 'What would you like to know?',
    whatCanYouDo: { title: 'What can you do?', message: 'What can you do, and how do I use you?' },
    whatDoYouKnow: { title: 'What do you know about?', message: 'What topics do your sources cover?' },
    about: (source) => ({
      title: `What is in ${source}?`,
      message: `What are the most important points in ${source}?`,
    }),
  },
}
