import { createJapaneseDeskWords } from '../../common/chat/desk-words-ja.ts'
import type { SlackWords } from './slack-words.ts'

const amount = (number: number) => number.toLocaleString('ja')
const onOff = (isOn: boolean) => (isOn ? 'オン' : 'オフ')

export const JAPANESE: SlackWords = {
  ...createJapaneseDeskWords({
    name: 'Slack',
    absent: 'そのチャンネルに参加していません。`/invite @Kiku` で招待してから、もう一度お試しください。',
  }),
  thinking: '調べています…',
  close: '閉じる',
  help: {
    heading: 'Kikuにできること',
    lines: [
      '*チャンネルで質問:* 私にメンションして質問してください。スレッドで出典付きで答えます。',
      '*自分だけに:* ダイレクトメッセージを送るか、 `/kiku 質問 出張費の精算方法は？` と入力してください。共有するまで、答えはあなただけに見えます。',
      '`/kiku 検索 出張費` – 答えを作らずに、該当する箇所を探します',
      '`/kiku 出典` – あなたのために読める情報源と、その新しさ',
      '`/kiku 忘れて 私` / `/kiku 忘れて スレッド` / `/kiku 忘れて チャンネル` – 記憶の削除',
      '`/kiku 設定` – このチャンネルでの動作',
      '*メッセージから:* ⋮ メニューの「このメッセージについて質問」「スレッドを要約」もどうぞ。',
    ],
    didYouMean: (command) => `そのコマンドはありません。 \`/kiku ${command}\` でしょうか。`,
    askUsage: '続けて質問を書いてください。例: `/kiku 質問 出張費の精算方法は？`',
    searchUsage: '続けて探したい言葉を書いてください。例: `/kiku 検索 出張費`',
  },
  search: {
    heading: (query, hits) => `*「${query}」に該当する箇所: ${amount(hits)}件*`,
    nothing: (query) =>
      `あなたが読める範囲には「${query}」が見つかりませんでした。別の言葉で試すか、 \`/kiku 出典\` をご覧ください。`,
    onlyYou: 'あなただけに表示しています。ここにいるほかの人が読めないものを含むことがあります。',
  },
  forget: {
    usage:
      '何を忘れますか。 `/kiku 忘れて 私` / `/kiku 忘れて スレッド` / `/kiku 忘れて チャンネル` のどれかを入力してください。消す前にもう一度確認します。',
    me: 'すべてのチャンネルとダイレクトメッセージで、 *あなたが書いたことをすべて* 忘れます。あなたの質問とそれへの私の答え、あなたのメッセージ、添付したファイル、言語の設定が消えます。ほかの人のメッセージと、情報源の文書は残ります。Slack上のメッセージは消えません。元には戻せません。',
    channel: (channel) =>
      `*${channel} について覚えていることをすべて* 忘れます。全員の質問、答え、メッセージ、添付ファイルが消えます。Slack上のメッセージは消えません。あなたが行ったことをチャンネルに知らせます。今後も覚えるかどうかは \`/kiku 設定\` で決められます。元には戻せません。`,
    direct:
      '*ここでの会話をすべて* 忘れます。あなたの質問、私の答え、添付ファイルが消えます。Slack上のメッセージは消えません。元には戻せません。',
    thread:
      '*このスレッド* を忘れます。スレッドの質問、答え、メッセージ、添付ファイルが消えます。Slack上のメッセージは消えません。元には戻せません。',
    pickThread:
      'どのスレッドを忘れますか。ここであなたが最近質問したスレッドです。スレッドの質問、答え、メッセージ、添付ファイルが消えます。Slack上のメッセージは消えません。',
    noThreads:
      'ここには、あなたが質問したスレッドの記憶がありません。ほかのスレッドは、メッセージの ⋮ メニューの「このスレッドを忘れる」から選べます。',
    button: '忘れる',
    forgetMe: '私について忘れる',
    forgetChannel: 'このチャンネルを忘れる',
    forgetThread: 'このスレッドを忘れる',
    confirmTitle: '完全に忘れますか？',
    confirmText: '元には戻せません。',
    confirm: '忘れる',
    deny: 'やめる',
    done: (messages) => `私の答えも含めて、${amount(messages)}件のメッセージを忘れました。`,
    nothing: '覚えていることはありませんでした。',
    notAllowed:
      'チャンネルの記憶を消せるのは、そのチャンネルの正式なメンバーだけです。ゲストの方は消せません。また、私が参加していないチャンネルでは、メンバーかどうかを確かめられません。',
    notYourThread: 'このスレッドの記憶を消せるのは、チャンネルの正式なメンバーか、このスレッドで質問した人だけです。',
    announcement: (user, messages) =>
      `${user} さんの依頼で、このチャンネルについて覚えていたこと（メッセージ${amount(messages)}件）をすべて忘れました。`,
  },
  settings: {
    title: 'このチャンネルのKiku',
    loading: 'お待ちください…',
    intro: (channel) => `この設定は ${channel} の全員に適用されます。`,
    followUps: '続きの質問に答える',
    followUpsHint: '私が参加しているスレッドでは、メンションがなくても質問に答えます。',
    remember: 'このチャンネルのメッセージを覚える',
    rememberHint:
      '新しいメッセージを、このチャンネルの人だけがあとから探せるようになります。オンにすると、チャンネルに知らせます。',
    on: 'オン',
    days: '過去の何日分も読み込みますか',
    daysHint: '1〜365。過去を読み込まないときは空欄にしてください。',
    daysError: '1から365までの整数を入力するか、空欄にしてください。',
    daysNeedRemembering: '先に「覚える」をオンにするか、空欄にしてください。',
    save: '保存',
    saved: ({ followUps, remember, days }) =>
      `保存しました。続きの質問への回答は${onOff(followUps)}、記憶は${onOff(remember)}です。${days === 0 ? '' : `過去${amount(days)}日分を読み込んでいます。しばらくかかることがあります。`}${remember ? '' : 'すでに覚えたことは、 `/kiku 忘れて チャンネル` を実行するまで残ります。'}`,
    notAChannel:
      '設定はチャンネルごとのものです。ダイレクトメッセージではいつでもお答えし、覚えたことはあなただけが見られます。',
    notAllowed:
      '設定を変えられるのは、私が参加しているチャンネルの正式なメンバーだけです。まだ参加していないときは `/invite @Kiku` で招待してください。',
    announcement: (user) =>
      `${user} さんの依頼で、これからこのチャンネルのメッセージを覚え、ここにいる人があとから探せるようにします。チャンネルの外の人には見えません。取り消すときは \`/kiku 設定\` を、覚えたことを消すときは \`/kiku 忘れて チャンネル\` を使ってください。`,
    cannotAnnounce:
      'チャンネルに知らせることができなかったため、記憶はオフのままで、何も変更していません。私がそこに投稿できるか確かめてください。',
  },
  shortcuts: {
    askTitle: 'Kikuに質問',
    askLabel: '質問',
    askPlaceholder: 'これは私たちにどう関係しますか？',
    about: 'このメッセージについて:',
    readers: '答えを見る人',
    privately: '自分だけ',
    privatelyHint: '選ばないときは、メッセージのスレッドで答えます。',
    ask: '質問する',
    errorEmpty: '質問を書いてください。',
    asks: (user, question) => `${user} さんの質問: ${question}`,
    summarise: 'この会話を、話題、決まったこと、残っていることに分けて、短い箇条書きで要約してください。',
    leftOut: (messages) => `（ここで${amount(messages)}件のメッセージを省略）`,
    nothingToSummarise: 'このスレッドには、要約できるものがありません。',
    someone: '誰か',
  },
  home: {
    title: 'Kiku',
    intro:
      'チームの文書と会話をもとに、出典を示して答えます。チャンネルでメンションするか、 *メッセージ* タブから話しかけてください。',
    knows: 'あなたのために読める情報源',
    knowsNothing: 'まだありません。Kikuの管理者は `kiku sources add` で文書を追加できます。',
    bySource: (kind, sources, counts) => `*${kind}* ${amount(sources)}件: ${counts}`,
    you: 'あなたの設定',
    language: 'Kikuが使う言語',
    languages: { auto: 'Slackの設定に合わせる', en: 'English', ja: '日本語' },
    recent: '最近の質問',
    noRecent: 'まだ質問がありません。',
    privateAnswer: 'あなただけに回答',
    privacy: 'あなたのデータ',
    privacyText: 'あなたの質問、それへの答え、添付したファイルを、すべて忘れさせることができます。',
  },
  greeting: {
    title: '何を知りたいですか？',
    whatCanYouDo: { title: '何ができますか？', message: '何ができますか？使い方も教えてください。' },
    whatDoYouKnow: { title: '何について詳しいですか？', message: '情報源にはどんな話題がありますか？' },
    about: (source) => ({
      title: `${source}の内容は？`,
      message: `${source}の大事な点を教えてください。`,
    }),
  },
}
