const POINTS_BACK =
  /^(?:it|its|this|that|these|those|they|their|he|his|she|her|such|there|here|then|also|in addition|however|moreover)\b|^(?:これ|それ|この|その|ここ|そこ|同|また|さらに|なお|ただし|しかし|彼|一方)/i

/** Whether a sentence begins by speaking of something that stands in the sentence before it. */
export function pointsBack(sentence: string): boolean {
  return POINTS_BACK.test(sentence)
}
