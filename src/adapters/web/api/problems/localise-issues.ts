import type { ZodError } from 'zod'

type Issue = ZodError['issues'][number]

/** A request may be wrong in every one of its parts. */
const MOST_ISSUES = 20

/** Where a request does not fit, in the language of whoever sent it. Nothing of the request itself is repeated. */
export function localiseIssues(
  { issues }: Pick<ZodError, 'issues'>,
  language: 'en' | 'ja',
): { path: string; message: string }[] {
  return issues.slice(0, MOST_ISSUES).map((issue) => ({
    path: issue.path.map(String).join('.').slice(0, 200),
    message: describeIssue(issue, language === 'ja'),
  }))
}

function describeIssue(issue: Issue, isJapanese: boolean): string {
  switch (issue.code) {
    case 'invalid_type':
      return isJapanese ? `${issue.expected} である必要があります。` : `It has to be of type ${issue.expected}.`
    case 'too_small':
      return isJapanese ? `${issue.minimum} 以上である必要があります。` : `It has to be at least ${issue.minimum}.`
    case 'too_big':
      return isJapanese ? `${issue.maximum} 以下である必要があります。` : `It has to be at most ${issue.maximum}.`
    case 'invalid_value': {
      const values = issue.values.map(String).join(', ')
      return isJapanese ? `次のいずれかである必要があります: ${values}` : `It has to be one of: ${values}.`
    }
    case 'invalid_format':
      return isJapanese ? '形式が正しくありません。' : 'It is not in the right form.'
    default:
      return isJapanese ? '正しくありません。' : 'It does not fit.'
  }
}
