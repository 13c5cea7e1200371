import type { Words } from '../english.ts'

export const problemWords: Words['problems'] = {
  offline: {
    title: 'Kiku に接続できません。',
    remedy: 'Kiku が動いていることと、ネットワークの接続を確かめてから、もう一度お試しください。',
  },
  signedOut: {
    title: 'サインアウトしています。',
    remedy: 'もう一度サインインしてください。入力した内容は残っています。',
  },
  notFound: { title: '残っていないか、ご覧になれません。' },
  unreadable: (status) => ({
    title: 'Kiku の応答を読み取れませんでした。',
    remedy: `ページを再読み込みしてください。続くときは Kiku の管理者に知らせてください${status === 0 ? '' : `（状態 ${status}）`}。`,
  }),
}
