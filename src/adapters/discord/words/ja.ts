import { createJapaneseDeskWords } from '../../common/chat/desk-words-ja.ts'
import type { DiscordWords } from './discord-words.ts'

const amount = (number: number) => number.toLocaleString('ja')

export const JAPANESE: DiscordWords = {
  ...createJapaneseDeskWords({
    name: 'Discord',
    absent:
      'そのチャンネルを見ることができないか、操作を許可されていません。「チャンネルを見る」「メッセージを送信」「メッセージ履歴を読む」の権限を、サーバーの管理者に依頼してください。',
  }),
  help: {
    heading: 'Kikuにできること',
    lines: [
      '**チャンネルで質問:** 私にメンションするか、`/質問` と入力してください。出典付きで答えます。',
      '**自分だけに:** `/質問` で「自分だけ」を「はい」にするか、ダイレクトメッセージを送ってください。答えはあなただけに見えます。',
      '`/検索` – 答えを作らずに、該当する箇所を探します',
      '`/出典` – あなたのために読める情報源と、その新しさ',
      '`/感想` – 回答が役に立ったかどうかを知らせます',
      '`/忘れる` – あなた、会話、チャンネルについて覚えていることを消します',
      '`/kiku 設定` – このサーバーとチャンネルでの動作（サーバーを管理する人向け）',
      '**メッセージから:** 右クリックして「アプリ」を選ぶと、「このメッセージについて質問」と「ここから要約」があります。',
    ],
  },
  stale: {
    command: 'そのコマンドはいまはありません。Discordを再起動すると、いま使えるコマンドが表示されます。',
    button: 'このボタンは以前のKikuのもので、いまは使えません。',
    form: 'このフォームは以前のKikuのもので、いまは使えません。',
  },
  lists: {
    expired: 'この一覧は古いため、続きを表示できません。もう一度お試しください。',
    noSourceLike: (filter) => `ここであなたのために読める情報源に、「${filter}」という名前のものはありません。`,
  },
  search: {
    nothing: (query) =>
      `あなたが読める範囲には「${query}」が見つかりませんでした。別の言葉で試すか、\`/出典\` をご覧ください。`,
  },
  verdict: {
    helpful: (question) => `ありがとうございます。「役に立った」と記録しました: 「${question}」`,
    notHelpful: (question) =>
      `お知らせいただき、ありがとうございます。「役に立たなかった」と記録しました: 「${question}」`,
    noQuestion: '覚えている質問がまだないため、評価できる回答がありません。',
    unknownQuestion: 'その質問は、あなたの質問の中に見つかりません。入力中に表示される一覧から選んでください。',
  },
  asked: {
    sourcesGone:
      'この回答のもとになったものの一部が、その後削除されたか忘れられたため、表示できません。「もう一度」を押すと、新しく調べます。',
    noSources: 'この回答に出典はありません。',
    quoteGone:
      'ほかの人のメッセージについての質問でしたが、その内容は保存していません。お手数ですが、メッセージのメニューからもう一度選んでください。',
  },
  forget: {
    usage: '何を忘れるのか分かりませんでした。`/忘れる` のあとで、自分、会話、チャンネルのどれかを選んでください。',
    me: 'すべてのサーバーとダイレクトメッセージで、**あなたが書いたことをすべて**忘れます。あなたの質問とそれへの私の答え、あなたのメッセージ、添付したファイルが消えます。ほかの人のメッセージと、情報源の文書は残ります。Discord上のメッセージは消えません。元には戻せません。',
    channel: (channel) =>
      `${channel} とその公開スレッドについて、**覚えていることをすべて**忘れます。全員の質問、答え、メッセージ、添付ファイルが消えます。Discord上のメッセージは消えません。あなたが行ったことをチャンネルに知らせます。今後も覚えるかどうかは \`/kiku 設定\` で決められます。元には戻せません。`,
    channelElsewhere: (channel) =>
      `${channel} について、**覚えていることをすべて**忘れます。ここで私を使った全員の質問と答えが消えます。Discord上のメッセージは消えません。私は参加していないため、チャンネルには知らせません。元には戻せません。`,
    direct:
      '**ここでの会話をすべて**忘れます。あなたの質問、私の答え、添付ファイルが消えます。Discord上のメッセージは消えません。元には戻せません。',
    conversation:
      '**この会話**を忘れます。会話の質問、答え、メッセージ、添付ファイルが消えます。Discord上のメッセージは消えません。元には戻せません。',
    pick: 'どの会話を忘れますか。ここであなたが最近質問した会話です。',
    pickPlaceholder: '会話を選ぶ',
    noConversation:
      'ここには、あなたが質問した会話の記憶がありません。スレッドの中で `/忘れる` を使うと、そのスレッドが対象になります。',
    forgetMe: '私について忘れる',
    forgetChannel: 'このチャンネルを忘れる',
    forgetConversation: 'この会話を忘れる',
    keep: 'やめる',
    kept: '何も消していません。',
    done: (messages) => `私の答えも含めて、${amount(messages)}件のメッセージを忘れました。`,
    nothing: '覚えていることはありませんでした。',
    notAllowed: 'チャンネルの記憶を消せるのは、「チャンネルの管理」か「サーバー管理」の権限を持つメンバーだけです。',
    notYourConversation:
      'この会話の記憶を消せるのは、ここで質問した人か、「チャンネルの管理」か「サーバー管理」の権限を持つメンバーだけです。',
    announcement: (user, messages) =>
      `${user} さんの依頼で、このチャンネルについて覚えていたこと（メッセージ${amount(messages)}件）をすべて忘れました。`,
  },
  config: {
    title: 'このサーバーのKiku',
    notHere: '設定は、私が参加しているサーバーごとのものです。ダイレクトメッセージではいつでもお答えします。',
    notAllowed: '設定を変えられるのは、「サーバー管理」の権限を持つメンバーだけです。',
    unknownChannel:
      'そのチャンネルを見ることができません。「チャンネルを見る」の権限を付けるか、`/kiku 設定` で別のチャンネルを選んでください。',
    server: 'サーバー全体',
    languages: { auto: '言語: サーバーに合わせる', en: '言語: English', ja: '言語: 日本語' },
    threads: 'スレッド',
    threadsHint: 'チャンネルでの質問ごとに、スレッドを作って答えます。',
    channel: (channel) => `${channel} での動作`,
    pickChannel: '別のチャンネルを選ぶ',
    followUps: '続きの質問',
    followUpsHint: '私が参加しているスレッドでは、メンションがなくても質問に答えます。',
    remember: '記憶',
    rememberHint:
      '新しいメッセージを、このチャンネルを読める人だけがあとから探せるようになります。オンにすると、チャンネルに知らせます。',
    answerPosts: '投稿への回答',
    answerPostsHint: 'このフォーラムに新しい投稿があると、最初のメッセージに答えます。',
    switch: (name, isOn) => `${name}: ${isOn ? 'オン' : 'オフ'}`,
    readPast: '過去も読み込む…',
    refresh: '更新',
    noMessageContent:
      '⚠️ メンションのないメッセージを読むことを、Discordに許可されていません。続きの質問、投稿への回答、記憶には、Kikuの管理者がMessage Contentインテントを有効にする必要があります。',
    missing: (permissions) => `⚠️ このチャンネルで次の権限が足りません: ${permissions}`,
    daysTitle: '過去の読み込み',
    days: '何日前から読み込みますか',
    daysHint: '1〜365。読み込んだメッセージは、ここにいる人が探せるようになります。',
    daysError: '1から365までの整数で、日数を入力してください。何も変更していません。',
    daysNeedRemembering: '先に「記憶」をオンにしてください。過去を読み込めるのは、記憶しているチャンネルだけです。',
    announcementTitle: 'Kikuがこのフォーラムを記憶します',
    announcement: (user) =>
      `${user} さんの依頼で、これからこのチャンネルのメッセージを覚え、ここにいる人があとから探せるようにします。このチャンネルを読めない人には見えません。取り消すときは \`/kiku 設定\` を、覚えたことを消すときは \`/忘れる\` を使ってください。`,
    cannotAnnounce:
      'チャンネルに知らせることができなかったため、記憶はオフのままです。私がそこに書き込めるか確かめてください。',
    stillRemembered: 'すでに覚えたことは、チャンネルで `/忘れる` を使うまで残ります。',
  },
  menus: {
    askTitle: 'このメッセージについて質問',
    askLabel: '質問',
    askPlaceholder: 'これは私たちにどう関係しますか？',
    filesNotRead: '読むのはメッセージの文章だけで、ファイルは読みません。ファイルについては /質問 に添付してください。',
    attached: (names) => `（読んでいない添付ファイル: ${names}）`,
    nothingToRead: 'そのメッセージには、読める文章がありません。',
    targetGone: '対象のメッセージが残っていません。「このメッセージについて質問」をもう一度選んでください。',
    errorEmpty: '質問がありませんでした。「このメッセージについて質問」をもう一度選び、知りたいことを書いてください。',
    summarise: 'この会話を、話題、決まったこと、残っていることに分けて、短い箇条書きで要約してください。',
    leftOut: (messages) => `（ここで${amount(messages)}件のメッセージを省略）`,
    leftOutMany: '（ここで古いメッセージを省略）',
    nothingToSummarise: 'そのメッセージから後に、要約できるものがありません。',
    onlyThis: (why) => `そのメッセージだけを要約しました。${why}`,
    cannotRead: (why) => `要約できませんでした。${why}`,
    whyNotHere: '続きを読むには、私がこのサーバーや会話に参加している必要があります。',
    whyNotYours: '続きは、あなた自身にも読む権限がありません。',
    whyNoContent:
      '続きを読むには、Message Contentインテントが必要です。Kikuの管理者に `kiku doctor` の確認を依頼してください。',
    whyMissing: (permissions) => `続きを読むには、このチャンネルで次の権限が必要です: ${permissions}`,
  },
  permissions: {
    ViewChannel: 'チャンネルを見る',
    ReadMessageHistory: 'メッセージ履歴を読む',
    SendMessages: 'メッセージを送信',
    SendMessagesInThreads: 'スレッドでメッセージを送信',
    CreatePublicThreads: '公開スレッドの作成',
    EmbedLinks: '埋め込みリンク',
    AttachFiles: 'ファイルを添付',
    Connect: '接続',
  },
  joinNames: (names) => names.map((name) => `「${name}」`).join(''),
}
