import { PPTXLoader } from '@langchain/community/document_loaders/fs/pptx'
import { cleanText } from './clean-text.ts'
import { type ParsedDocument, type ParseInput, textBlock } from './parsed-document.ts'
import { unreadable } from './read-failure.ts'
import { openZip } from './read-zip.ts'
import { repackZip } from './repack-zip.ts'

/**
 * Reads OpenDocument texts and presentations, one paragraph a line. Despite its name, LangChain's loader tells formats
 * by their content and reads these too; headings are lost, which such rare files can bear.
 */
export async function parseOpenDocument(input: ParseInput): Promise<ParsedDocument> {
  // The library below unpacks without limits, and reads archives in ways of its own.
  const lines = cleanText(await loadText(repackZip(openZip(input.bytes)))).split('\n')
  return { title: undefined, blocks: lines.flatMap((line) => textBlock('paragraph', line, {})) }
}

async function loadText(bytes: Uint8Array): Promise<string> {
  try {
    const documents = await new PPTXLoader(new Blob([new Uint8Array(bytes)])).load()
    return documents.map((document) => document.pageContent).join('\n')
  } catch (cause) {
    throw unreadable('an OpenDocument file', cause)
  }
}
