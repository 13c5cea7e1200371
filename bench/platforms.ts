import type { ChatPlatform } from './chat/chat-platform.ts'
import { discord } from './discord/discord.ts'
import { slack } from './slack/slack.ts'

/** Chat platforms by name. What is heavy about them is loaded when it is needed. */
export const PLATFORMS: Readonly<Record<ChatPlatform['name'], ChatPlatform>> = { slack, discord }
