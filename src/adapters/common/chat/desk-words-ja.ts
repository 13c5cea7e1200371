import type { DeskWords, PlatformWords } from './desk-words.ts'

const amount = (number: number) => number.toLocaleString('ja')

export function createJapaneseDeskWords(platform: PlatformWords): DeskWords {
  return {
    failure: (kind, { seconds, limit }) => {
      switch (kind) {
        case 'rate-limited':
          return `短い時間に質問が続いています。${seconds === undefined ? '少し' : `${amount(seconds)}秒ほど`}お待ちください。`
        case 'queue-full':
          return '順番を待っている質問が多すぎます。少し待ってから、もう一度お試しください。'
        case 'question-empty':
          return '質問がありませんでした。知りたいことを書いてください。'
        case 'question-too-long':
          return `文章が長すぎます。${limit === undefined ? '' : `${amount(limit)}文字まで受け取れます。`}短くしてください。`
        case 'not-in-channel':
          return platform.absent
        case 'unreachable':
          return `${platform.name}から応答がありませんでした。少し待ってから、もう一度お試しください。`
        case 'refused':
          return `${platform.name}に許可されませんでした。Kikuの管理者に \`kiku doctor\` の確認を依頼してください。`
        case 'too-slow':
          return '制限時間内に終わりませんでした。もう一度お試しください。'
        case 'stopped':
          return 'ただいま再起動しています。1分ほど待ってから、もう一度お試しください。'
        case 'internal':
          return 'こちらで問題が起きました。もう一度お試しください。続くときは、Kikuの管理者に知らせてください。'
      }
    },
    sources: {
      heading: 'ここであなたのために読める情報源',
      nothing: 'あなたのために読める情報源はまだありません。Kikuの管理者は `kiku sources add` で文書を追加できます。',
      kind: {
        folder: 'フォルダ',
        file: 'ファイル',
        url: 'ウェブページ',
        channel: 'チャンネル',
        handbook: 'Kikuの手引き',
      },
      counts: (documents, items) => `文書${amount(documents)}件、${amount(items)}か所`,
      refreshed: (age) => `読み込み: ${age}`,
      neverRefreshed: '読み込みが済んでいません',
      failures: (failed, first) => `⚠️ ${amount(failed)}件の文書を読めませんでした（例: ${first}）`,
      more: (more) => `…ほか${amount(more)}件`,
      onlyYours: 'あなたが読めるものだけを表示しています。人によって表示は異なります。',
    },
    feedback: {
      thanks: 'ありがとうございます。参考になります。',
      sorry: 'お知らせいただき、ありがとうございます。記録しました。',
      thanksForReason: 'ありがとうございます。今後の改善に役立てます。',
      title: '何がよくなかったですか？',
      label: '当てはまるものを選んでください',
      reasons: {
        wrong: '内容が間違っている',
        outdated: '情報が古い',
        missing: '足りないことがある',
        source: '出典が適切でない',
        other: 'その他',
      },
      text: '詳しく',
      placeholder: '正しくはどうですか？',
      submit: '送信',
      errorNothing: '1つ以上選ぶか、下に書いてください。',
      errorOther: 'どのような点か、短く書いてください。',
      errorLong: '1,000文字以内で書いてください。',
    },
    answers: {
      why: 'このように答えた理由',
      gone: 'その質問の記録が残っていません。お手数ですが、もう一度質問してください。',
      stillRunning: 'いま答えているところです。少しお待ちください。',
      notRunning: 'その回答はすでに終わっています。',
      notYoursToStop: 'この回答を止められるのは、質問した人だけです。',
      notYours: 'これはほかの人に向けたものです。ご自身で質問していただければ、お調べします。',
      shared: 'チャンネルに共有しました。',
      sharedAgain:
        '全員が読めるとは限らないものを使った答えでしたので、全員向けに調べ直しました。チャンネルをご覧ください。',
    },
    backfill: {
      running: (messages) => `過去のメッセージを読み込んでいます。いままでに${amount(messages)}件です。`,
      done: (messages) => `過去のメッセージ${amount(messages)}件を読み込みました。`,
      failed: (messages) =>
        `過去の読み込みは${amount(messages)}件で中断しました。もう一度指定すると続きから読み込みます。`,
    },
  }
}
