import { weighContentTerms } from './content-terms.ts'

// Words that ask rather than tell: they stand in no answer, and their absence must not count against one.
const ASKING =
  /\b(?:what|which|who|whom|whose|when|where|why|how(?: (?:many|much|long|old|far|often))?|tell me|please|explain|describe|list|give me|show me|i want to know|do you know|name of|kinds? of|types? of)\b|何(?:という|と|が|を|の|に|で|人|個|回|本|枚|年間?|月|日|時間?|世紀|ヶ国|カ国|ヵ国|か国|県|市|国|歳|番目)?|なに|なん(?:で|の|と)|誰|だれ|いつ|どこ|どの(?:ような|よう|くらい|ぐらい)?|どれ(?:くらい|ぐらい|だけ)?|どう(?:やって|すれば|して)?|なぜ|どんな|いくつ|いくら|教えて(?:ください|下さい)?|(?:について)?(?:説明|紹介)して(?:ください|下さい)?|ください|でしょうか|ですか|ますか|ましたか|(?:と|って)いう|いいます|とは|[?？]/gi

// What a question about earlier talk says of the talking itself, and when it was.
const RECALLING =
  /\b(?:(?:did|have|had) (?:i|we|you|they) (?:ever )?(?:say|said|tell|told|mention(?:ed)?|write|written|talk(?:ed)?|discuss(?:ed)?|speak|spoken)|(?:i|we|you) (?:said|told|mentioned|wrote|discussed)(?: (?:you|me|us))?|earlier|before|previously|yesterday|today|last (?:week|month|time|year)|just now|remember)\b|と?(?:言い|言っ|いい|話し|話|伝え|書き|書い)(?:ました|た|てた|ていた|てい|ましたっけ|たっけ)|昨日|一昨日|今日|先週|先月|去年|さっき|先ほど|この前|以前|前に/gi

/** The terms of a question that its answer should share, each with how much it counts, 0 to 1. */
export function weighQuestion(question: string): ReadonlyMap<string, number> {
  const telling = weighContentTerms(question.replace(RECALLING, ' ').replace(ASKING, ' '))
  return telling.size > 0 ? telling : weighContentTerms(question)
}
