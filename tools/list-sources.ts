import { tool } from '@langchain/core/tools'
import { z } from 'zod'
import type { SourceStore, SourceSummary } from '../src/ports/store.ts'
import { type BuiltInTool, describeTool, LOOKS_ONLY } from './describe-tool.ts'
import { contextOf } from './tool-context.ts'
import { succeed } from './tool-output.ts'

const DESCRIPTION = 'Lists the sources (folders, files, web pages, channels) that were ingested and can be searched.'

const MOST_SOURCES = 50

const schema = z.strictObject({
  named: z.string().trim().min(1).max(100).optional().describe('Only sources with this in their name'),
})

/** Tells what there is to search, as far as every reader of the reply may read it. */
export function createListSources({ sources }: { readonly sources: Pick<SourceStore, 'list'> }): BuiltInTool {
  const runnable = tool(
    async ({ named }: z.output<typeof schema>, config) => {
      const { audience, language } = contextOf(config)
      const permitted = (await sources.list()).filter((source) => audience.labels.includes(source.audience))
      const wanted = permitted.filter((source) =>
        nameOf(source)
          .toLowerCase()
          .includes(named?.toLowerCase() ?? ''),
      )
      if (wanted.length === 0) return succeed(WORDS[language].none)
      const lines = wanted.slice(0, MOST_SOURCES).map((source) => `- ${WORDS[language].describe(source)}`)
      const more = wanted.length - lines.length
      return succeed([...lines, ...(more === 0 ? [] : [WORDS[language].more(more)])].join('\n'))
    },
    { name: 'list_sources', description: DESCRIPTION, schema },
  )
  return describeTool({
    title: 'List sources',
    examples: [
      'Which documents do you know?',
      'What sources can you search?',
      'Have you read the employee handbook?',
      'どんな資料を読み込んでいますか',
      '検索できる文書の一覧を見せて',
    ],
    effects: LOOKS_ONLY,
    schema,
    runnable,
  })
}

const WORDS = {
  en: {
    none: 'No sources are there that everyone here may read.',
    describe: (source: SourceSummary) =>
      `${nameOf(source)} (${source.kind}, ${source.documents} ${source.documents === 1 ? 'document' : 'documents'})`,
    more: (count: number) => `and ${count} more`,
  },
  ja: {
    none: 'ここにいる全員が読める資料はありません。',
    describe: (source: SourceSummary) => `${nameOf(source)}（${KINDS[source.kind]}、${source.documents}件の文書）`,
    more: (count: number) => `ほか${count}件`,
  },
}

const KINDS: Readonly<Record<SourceSummary['kind'], string>> = {
  folder: 'フォルダー',
  file: 'ファイル',
  url: 'ウェブページ',
  channel: 'チャンネル',
  handbook: '手引き',
}

/** Folders of the machine are nobody's business: of a path the last part, of a page its address. */
function nameOf({ kind, location }: SourceSummary): string {
  if (kind === 'url' || kind === 'channel') return location
  return location.split(/[/\\]/).findLast((part) => part !== '') ?? location
}
