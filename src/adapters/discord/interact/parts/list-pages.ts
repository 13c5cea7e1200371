import { ACTIONS, customId } from '../action-ids.ts'

/** Lists that are read page by page. */
export type ListName = 'search' | 'sources'

export interface ListPage {
  readonly list: ListName
  /** From 0. */
  readonly page: number
  /** What the list is of, as `carryText` gives it. */
  readonly carried: string
}

/** Ids of the buttons to the pages before and after, where there are such pages. */
export function pageIds({ list, page, carried }: ListPage, pages: number): { previous?: string; next?: string } {
  const to = (target: number) => customId(ACTIONS.page, `${list}:${target}:${carried}`)
  return { ...(page > 0 ? { previous: to(page - 1) } : {}), ...(page < pages - 1 ? { next: to(page + 1) } : {}) }
}

/** @returns undefined when it is none of Kiku's */
export function parsePage(rest: string): ListPage | undefined {
  const [, list, page = '', carried = ''] = /^(search|sources):(\d{1,4}):(.*)$/s.exec(rest) ?? []
  return isList(list) ? { list, page: Number(page), carried } : undefined
}

/** The items of a page; the last one where there are not so many. @param size of a page */
export function choosePage<Item>(items: readonly Item[], wanted: number, size: number) {
  const pages = Math.max(1, Math.ceil(items.length / size))
  const page = Math.min(wanted, pages - 1)
  return { page, pages, items: items.slice(page * size, (page + 1) * size) }
}

function isList(list: string | undefined): list is ListName {
  return list === 'search' || list === 'sources'
}
