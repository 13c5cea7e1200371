import { describe, expect, it } from 'vitest'
import { createFirstPosts } from '../../../../src/adapters/discord/reply/first-posts.ts'

describe('replies that are about to be seen in one channel', () => {
  it('come one after the other, as they began', () => {
    const posts = createFirstPosts()
    const [first, second, third] = [posts.begin('1'), posts.begin('1'), posts.begin('1')]
    const next = () => [first, second, third].map((post) => post.isNext())

    expect(next()).toEqual([true, false, false])
    second.done()
    expect(next()).toEqual([true, true, false])
    first.done()
    first.done()
    expect(next()).toEqual([true, true, true])
  })

  it('wait for none of another channel, and for none that has ended', () => {
    const posts = createFirstPosts()
    posts.begin('1').done()
    posts.begin('2')

    expect(posts.begin('1').isNext()).toBe(true)
  })
})
