/** What the server says of itself to callers, beside the words that all surfaces share. Plain text. */
export interface McpWords {
  readonly passages: (count: number) => string
  readonly nothingFound: string
  /** @param percent 0 to 100 */
  readonly reference: (key: number, percent: number) => string
  readonly notThere: string
  readonly notThereRemedy: string
  readonly severalThere: string
  readonly severalThereRemedy: string
  /** Under an answer that would have to change something first. */
  readonly needsApproval: string
}

const ENGLISH: McpWords = {
  passages: (count) => (count === 1 ? '1 passage' : `${count} passages`),
  nothingFound: 'Nothing that you may read matches.',
  reference: (key, percent) => `key ${key}, ${percent} % relevant`,
  notThere: 'There is nothing at that place that you may read.',
  notThereRemedy: 'Give the key or the location of a source as search or ask has shown it.',
  severalThere: 'Several of the sources shown have that location.',
  severalThereRemedy: 'Give the key of the one that is meant.',
  needsApproval: 'This needs a step that a person has to approve, which is possible in a chat or a terminal only.',
}

const JAPANESE: McpWords = {
  passages: (count) => `${count}件`,
  nothingFound: '閲覧できる範囲に該当する箇所はありません。',
  reference: (key, percent) => `key ${key}、関連度${percent}%`,
  notThere: 'その場所には、閲覧できるものがありません。',
  notThereRemedy: 'searchかaskが示した出典のkeyかlocationを指定してください。',
  severalThere: 'そのlocationの出典は複数あります。',
  severalThereRemedy: '目的の出典のkeyを指定してください。',
  needsApproval: 'これには人の承認が必要な操作が含まれます。承認はチャットかターミナルでのみできます。',
}

export function mcpWords(language: 'en' | 'ja'): McpWords {
  return language === 'ja' ? JAPANESE : ENGLISH
}
