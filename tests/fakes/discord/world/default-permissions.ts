import { PermissionFlagsBits as Bits } from 'discord.js'

/** What everybody may in a new server. */
export const EVERYONE =
  Bits.ViewChannel |
  Bits.SendMessages |
  Bits.SendMessagesInThreads |
  Bits.CreatePublicThreads |
  Bits.CreatePrivateThreads |
  Bits.EmbedLinks |
  Bits.AttachFiles |
  Bits.AddReactions |
  Bits.ReadMessageHistory |
  Bits.UseExternalEmojis |
  Bits.UseExternalApps |
  Bits.UseApplicationCommands |
  Bits.ChangeNickname |
  Bits.CreateInstantInvite |
  Bits.Connect |
  Bits.Speak |
  Bits.SendPolls
