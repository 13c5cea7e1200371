import { createEnglishDeskWords } from '../../common/chat/desk-words-en.ts'
import type { DiscordWords } from './discord-words.ts'

const count = (number: number, one: string, many = `${one}s`) =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`

export const ENGLISH: DiscordWords = {
  ...createEnglishDeskWords({
    name: 'Discord',
    absent:
      'I cannot see that channel, or may not act there. Ask someone who manages the server to give me View Channel, Send Messages and Read Message History.',
  }),
  help: {
    heading: 'What I can do for you',
    lines: [
      '**Ask in a channel:** mention me with your question, or type `/ask`. I answer with my sources.',
      '**Ask privately:** `/ask` with `private:Yes`, or write to me directly. Only you see the answer.',
      '`/search` – find the passages without an answer',
      '`/sources` – what I can read for you, and how fresh it is',
      '`/feedback` – say whether an answer was helpful',
      '`/forget` – delete what I remember of you, a conversation or a channel',
      '`/kiku config` – what I do in this server and its channels (for those who manage the server)',
      '**On any message:** right-click it, choose Apps, then “Ask about this message” or “Summarise from here”.',
    ],
  },
  stale: {
    command: 'I do not know that command any more. Restart Discord to see the commands that I have now.',
    button: 'This button is from an earlier version of me, and I no longer know what it was for.',
    form: 'This form is from an earlier version of me, and I no longer know what it was for.',
  },
  lists: {
    expired: 'That list is too old to go on with. Please ask for it anew.',
    noSourceLike: (filter) => `None of the sources that I can read for you here is called “${filter}”.`,
  },
  search: {
    nothing: (query) => `I found nothing for “${query}” among what you may read. Try other words, or see \`/sources\`.`,
  },
  verdict: {
    helpful: (question) => `Thank you! Noted as helpful: “${question}”`,
    notHelpful: (question) => `Thank you for telling me. Noted as not helpful: “${question}”`,
    noQuestion: 'You have not asked me anything yet that I remember, so there is nothing to judge.',
    unknownQuestion: 'I do not find that question among yours. Choose one from the list that comes up as you type.',
  },
  asked: {
    sourcesGone:
      'Some of what this answer drew on has been deleted or forgotten since, so I do not show it any more. Try again for a new answer.',
    noSources: 'This answer names no sources.',
    quoteGone:
      'That was about messages of others, which I do not keep. Please choose it again from the menu of the message.',
  },
  forget: {
    usage: 'I do not know what to forget. Choose yourself, the conversation or the channel behind `/forget`.',
    me: 'I will forget **everything you have written that I remember**, in all servers and direct messages: your questions with my answers, your messages and the files that you attached. Messages of others and documents from my sources stay. Messages in Discord itself stay. This cannot be undone.',
    channel: (channel) =>
      `I will forget **everything I remember from ${channel}** and its public threads: questions, answers, messages and attached files of everyone. Messages in Discord itself stay. I will tell the channel that you did this. Whether I go on remembering is set in \`/kiku config\`. This cannot be undone.`,
    channelElsewhere: (channel) =>
      `I will forget **everything I remember from ${channel}**: the questions and answers of everyone who has brought me along. Messages in Discord itself stay. I cannot tell the channel, of which I am no member. This cannot be undone.`,
    direct:
      'I will forget **all our conversations here**: your questions, my answers and attached files. Messages in Discord itself stay. This cannot be undone.',
    conversation:
      'I will forget **this conversation**: its questions, answers, messages and attached files. Messages in Discord itself stay. This cannot be undone.',
    pick: 'Which conversation shall I forget? These are the last ones here in which you asked me.',
    pickPlaceholder: 'Choose a conversation',
    noConversation:
      'I remember no conversation here in which you asked me something. Inside a thread, `/forget` is about that thread.',
    forgetMe: 'Forget me',
    forgetChannel: 'Forget this channel',
    forgetConversation: 'Forget this conversation',
    keep: 'Keep',
    kept: 'Nothing was forgotten.',
    done: (messages) => `Done. I have forgotten ${count(messages, 'message')}, my answers included.`,
    nothing: 'There was nothing that I remembered.',
    notAllowed: 'Only members with the permission Manage Channels or Manage Server can have me forget a channel.',
    notYourConversation:
      'Only those who asked me in this conversation, or members with the permission Manage Channels or Manage Server, can have me forget it.',
    announcement: (user, messages) =>
      `${user} has had me forget everything that I remembered from this channel (${count(messages, 'message')}).`,
  },
  config: {
    title: 'Kiku in this server',
    notHere: 'Settings belong to servers that I am a member of. In direct messages I always answer.',
    notAllowed: 'Only members with the permission Manage Server can change what I do here.',
    unknownChannel:
      'I cannot see that channel. Give me the permission View Channel there, or choose another one behind `/kiku config`.',
    server: 'Whole server',
    languages: { auto: 'Language: as the server’s', en: 'Language: English', ja: 'Language: 日本語' },
    threads: 'Threads',
    threadsHint: 'A question in a channel gets a thread of its own.',
    channel: (channel) => `In ${channel}`,
    pickChannel: 'Choose another channel',
    followUps: 'Follow-ups',
    followUpsHint: 'In threads that I take part in, I answer questions without being mentioned again.',
    remember: 'Remember',
    rememberHint:
      'New messages can be found later, by those who can read this channel only. The channel is told when you switch this on.',
    answerPosts: 'Answer posts',
    answerPostsHint: 'I answer the first message of every new post of this forum.',
    switch: (name, isOn) => `${name}: ${isOn ? 'on' : 'off'}`,
    readPast: 'Also read the past …',
    refresh: 'Refresh',
    noMessageContent:
      '⚠️ Discord does not let me read messages that do not mention me. For follow-ups, posts and remembering, whoever runs me has to switch on the Message Content intent.',
    missing: (permissions) => `⚠️ I lack these permissions in the channel: ${permissions}.`,
    daysTitle: 'Read the past',
    days: 'How many days back?',
    daysHint: '1 to 365. People here can find those messages then.',
    daysError: 'Please write a whole number of days from 1 to 365. Nothing was changed.',
    daysNeedRemembering: 'Switch on remembering first: I read the past of channels that I remember only.',
    announcementTitle: 'Kiku remembers this forum',
    announcement: (user) =>
      `${user} has asked me to remember the messages of this channel from now on, so that people here can find them later. Nobody who cannot read this channel will see them. To undo: \`/kiku config\`; to delete what I have remembered: \`/forget\`.`,
    cannotAnnounce:
      'I could not tell the channel, so I have left remembering off. Please check that I may write there.',
    stillRemembered: 'What I remember already stays until somebody uses `/forget` there.',
  },
  menus: {
    askTitle: 'Ask about this message',
    askLabel: 'Your question',
    askPlaceholder: 'What does this mean for us?',
    filesNotRead: 'I read the words of the message, not its files. To ask about a file, give it to /ask.',
    attached: (names) => `(attached files, not read: ${names})`,
    nothingToRead: 'There are no words in that message that I could read.',
    targetGone: 'I no longer have that message. Please choose “Ask about this message” again.',
    errorEmpty: 'There was no question in that. Choose “Ask about this message” again and write what you want to know.',
    summarise: 'Summarise this conversation in a few points: what it is about, what was decided, what is open.',
    leftOut: (messages) => `(${count(messages, 'message')} left out here)`,
    leftOutMany: '(older messages left out here)',
    nothingToSummarise: 'From that message on nobody has written anything that I could summarise.',
    onlyThis: (why) => `I have summarised that one message only. ${why}`,
    cannotRead: (why) => `I cannot summarise that. ${why}`,
    whyNotHere: 'To read what follows, I would have to be a member of this server or conversation.',
    whyNotYours: 'What follows, Discord does not let you read yourself.',
    whyNoContent:
      'To read what follows, I need the Message Content intent. Ask whoever runs Kiku to look at `kiku doctor`.',
    whyMissing: (permissions) => `To read what follows, I need these permissions in the channel: ${permissions}.`,
  },
  permissions: {
    ViewChannel: 'View Channel',
    ReadMessageHistory: 'Read Message History',
    SendMessages: 'Send Messages',
    SendMessagesInThreads: 'Send Messages in Threads',
    CreatePublicThreads: 'Create Public Threads',
    EmbedLinks: 'Embed Links',
    AttachFiles: 'Attach Files',
    Connect: 'Connect',
  },
  joinNames: (names) => names.join(', '),
}
