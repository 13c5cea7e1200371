import { Command, Option } from 'commander'
import { runAsk } from './commands/ask.ts'
import { runDiscordInvite, runDiscordRegister } from './commands/discord.ts'
import { runDoctor } from './commands/doctor.ts'
import { runEmbed, SIDES } from './commands/embed.ts'
import { runEmbedderInstall } from './commands/embedder.ts'
import { runJstsEvaluation, runRetrievalEvaluation, runRoutingEvaluation } from './commands/evaluate.ts'
import { runIngest } from './commands/ingest.ts'
import { runMcp } from './commands/mcp.ts'
import { runMcpLogin, runMcpLogout } from './commands/mcp-login.ts'
import { runSearch, TASKS } from './commands/search.ts'
import { runChat, runServe } from './commands/serve.ts'
import { runSlackManifest } from './commands/slack.ts'
import { runSourcesList, runSourcesRefresh, runSourcesRemove } from './commands/sources.ts'
import { EVALUATED_TASKS } from './evaluation.ts'
import { EXAMPLES } from './examples.ts'
import type { CommandContext } from './session.ts'
import { VERSION } from './version.ts'

/** The commands of `kiku` with their options and help. @param onExit receives the exit code of the command run. */
export function createProgram(context: CommandContext, onExit: (code: number) => void): Command {
  const program = new Command('kiku')
    .description('Answers questions from your documents, and says when it looked things up.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .option('--data <folder>', 'data folder (default: ~/.kiku, or KIKU_DATA)')
    .option('--config <file>', 'configuration file (default: ./kiku.config.yaml, then the one in the data folder)')
    .option('--language <language>', "language of Kiku's own words: en, ja or auto")
    .option('--log-level <level>', 'silent, error, warn, info or debug')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', EXAMPLES.kiku)
  const exit = (code: Promise<number>) => code.then(onExit)

  program
    .command('serve')
    .description('start all that is configured, and a chat where there is a terminal (default)')
    .addOption(audienceOption())
    .action((_, command: Command) => exit(runServe(context, command.optsWithGlobals())))
  program
    .command('chat')
    .description('chat in this terminal; lines of standard input work too')
    .addOption(audienceOption())
    .action((_, command: Command) => exit(runChat(context, command.optsWithGlobals())))
  program
    .command('ask')
    .description('answer one question')
    .argument('<question...>', 'the question, or - to read it from standard input')
    .option('--json', 'print one JSON object and nothing else')
    .option('--search', 'search in any case')
    .option('--no-search', 'answer without searching')
    .addOption(audienceOption())
    .addHelpText('after', EXAMPLES.ask)
    .action((words: string[], _, command: Command) => exit(runAsk(context, words, command.optsWithGlobals())))
  program
    .command('ingest')
    .description('add files, folders or web addresses')
    .argument('<location...>', 'paths or addresses')
    .option('--audience <label>', 'who may read them (default: public)')
    .option('--watch', 'stay and follow changes')
    .addHelpText('after', EXAMPLES.ingest)
    .action((given: string[], _, command: Command) => exit(runIngest(context, given, command.optsWithGlobals())))
  addSources(program, context, exit)
  program
    .command('search')
    .description('show what retrieval finds, without an answer')
    .argument('<query...>', 'the query, or - to read it from standard input')
    .addOption(new Option('--task <task>', 'what kind of retrieval').choices(TASKS).default('qa'))
    .option('--limit <number>', 'how many results', '10')
    .option('--json', 'print one JSON object and nothing else')
    .addOption(audienceOption())
    .action((words: string[], _, command: Command) => exit(runSearch(context, words, command.optsWithGlobals())))
  program
    .command('embed')
    .description('show the nearest passages of a text by the vectors alone, or the cosines of several texts')
    .argument('[text...]', 'texts in quotes; none reads them from standard input, a line a text')
    .addOption(new Option('--task <task>', 'what kind of retrieval to embed for').choices(TASKS).default('qa'))
    .addOption(
      new Option('--side <side>', 'embed as what is asked, or as what is found').choices(SIDES).default('query'),
    )
    .option('--limit <number>', 'how many passages, of one text', '10')
    .option('--json', 'print one JSON object and nothing else')
    .addOption(new Option('--vectors', 'with the vectors themselves, as JSON').implies({ json: true }))
    .addOption(audienceOption())
    .addHelpText('after', EXAMPLES.embed)
    .action((texts: string[], _, command: Command) => exit(runEmbed(context, texts, command.optsWithGlobals())))
  addEvaluation(program, context, exit)
  addSlack(program, context, exit)
  addDiscord(program, context, exit)
  addMcp(program, context, exit)
  addEmbedder(program, context, exit)
  program
    .command('doctor')
    .description('say what is on, what is off, and what to do')
    .option('--json', 'print one JSON object and nothing else')
    .action((_, command: Command) => exit(runDoctor(context, command.optsWithGlobals())))
  return program
}

type Exit = (code: Promise<number>) => Promise<void>

function addSources(program: Command, context: CommandContext, exit: Exit): void {
  const sources = program.command('sources').description('list, refresh or remove what Kiku has read')
  sources
    .command('list')
    .description('list the sources, and what could not be read')
    .option('--json', 'print one JSON object and nothing else')
    .action((_, command: Command) => exit(runSourcesList(context, command.optsWithGlobals())))
  sources
    .command('refresh')
    .description('read sources again: all, or those named')
    .argument('[source...]', 'ids or locations')
    .action((which: string[], _, command: Command) =>
      exit(runSourcesRefresh(context, which, command.optsWithGlobals())),
    )
  sources
    .command('remove')
    .description('forget sources and everything read from them')
    .argument('<source...>', 'ids or locations')
    .action((which: string[], _, command: Command) => exit(runSourcesRemove(context, which, command.optsWithGlobals())))
}

function addEvaluation(program: Command, context: CommandContext, exit: Exit): void {
  const evaluation = program.command('eval').description('measure retrieval, routing or the embedder on a labelled set')
  evaluation
    .command('retrieval')
    .description('nDCG, recall and reciprocal rank of each leg on a BEIR-style folder')
    .argument('<folder>', 'folder with corpus.jsonl, queries and judgements')
    .option('--queries <file>', 'queries to use (default: those of the folder)')
    .option('--qrels <file>', 'judgements to use (default: those of the folder)')
    .addOption(new Option('--task <task>', 'what kind of retrieval (default: by query)').choices(EVALUATED_TASKS))
    .option('--no-instructions', 'embed texts as they are, to see what the instructions of the model are worth')
    .option('--fit', 'try how much nearness should count beside words, and say what to set')
    .option('--json', 'print one JSON object and nothing else')
    .addHelpText('after', EXAMPLES.evalRetrieval)
    .action((folder: string, _, command: Command) =>
      exit(runRetrievalEvaluation(context, folder, command.optsWithGlobals())),
    )
  evaluation
    .command('routing')
    .description('precision, recall and F1 of the decision to search')
    .argument('<file>', 'JSON Lines with text, history and label')
    .option('--json', 'print one JSON object and nothing else')
    .action((file: string, _, command: Command) => exit(runRoutingEvaluation(context, file, command.optsWithGlobals())))
  evaluation
    .command('jsts')
    .description('how well cosines of sentence pairs agree with people (Spearman, Pearson)')
    .argument('<file>', 'JSON Lines with sentence1, sentence2 and label 0 to 5, or the three between tabs')
    .addOption(new Option('--task <task>', 'what kind of retrieval to embed for').choices(TASKS).default('icl'))
    .option('--limit <number>', 'use the first pairs only')
    .option('--json', 'print one JSON object and nothing else')
    .addHelpText('after', EXAMPLES.evalJsts)
    .action((file: string, _, command: Command) => exit(runJstsEvaluation(context, file, command.optsWithGlobals())))
}

function addSlack(program: Command, context: CommandContext, exit: Exit): void {
  program
    .command('slack')
    .description('set up Kiku in Slack')
    .command('manifest')
    .description('print the manifest from which to create the Slack app')
    .option('--http <address>', "public address of Kiku's port, for deliveries over HTTP instead of a socket")
    .action((_, command: Command) => exit(runSlackManifest(context, command.optsWithGlobals())))
}

function addMcp(program: Command, context: CommandContext, exit: Exit): void {
  const mcp = program
    .command('mcp')
    .description('serve MCP clients: the one that starts this, or with --http those that have a token')
    .option('--http [address]', 'listen at a port or host:port (default: as configured)')
    .addOption(audienceOption())
    .addHelpText('after', EXAMPLES.mcp)
    .action((_, command: Command) => exit(runMcp(context, command.optsWithGlobals())))
  mcp
    .command('login')
    .description('sign in at an MCP server whose tools Kiku is to call')
    .argument('<server>', 'its name in the configuration')
    .action((server: string, _, command: Command) => exit(runMcpLogin(context, server, command.optsWithGlobals())))
  mcp
    .command('logout')
    .description('forget a sign-in at an MCP server')
    .argument('<server>', 'its name in the configuration')
    .action((server: string, _, command: Command) => exit(runMcpLogout(context, server, command.optsWithGlobals())))
}

function addDiscord(program: Command, context: CommandContext, exit: Exit): void {
  const discord = program.command('discord').description('set up Kiku in Discord')
  discord
    .command('invite')
    .description('print the links that add Kiku to servers and accounts, and what it asks for')
    .action((_, command: Command) => exit(runDiscordInvite(context, command.optsWithGlobals())))
  discord
    .command('register')
    .description('register the commands now; Kiku does so at every start, where they have changed')
    .addOption(repeatable('--guild <id>', 'server to register them in, instead of everywhere; may be repeated'))
    .option('--remove', 'remove them instead')
    .addHelpText('after', EXAMPLES.discordRegister)
    .action((_, command: Command) => exit(runDiscordRegister(context, command.optsWithGlobals())))
}

function addEmbedder(program: Command, context: CommandContext, exit: Exit): void {
  program
    .command('embedder')
    .description('set up an embedding model inside Kiku')
    .command('install')
    .description('get @huggingface/transformers and the model of embedder.model, for embedder.provider transformers')
    .addHelpText('after', EXAMPLES.embedderInstall)
    .action((_, command: Command) => exit(runEmbedderInstall(context, command.optsWithGlobals())))
}

function audienceOption(): Option {
  return repeatable('--audience <label>', 'label that the reader may see beside public; may be repeated')
}

function repeatable(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    value,
  ])
}
