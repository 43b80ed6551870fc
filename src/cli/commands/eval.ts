import { Option } from 'commander'
import { readConfig } from '../../app/config.ts'
import { print, printJson, say } from '../output.ts'
import type { AddCommand } from './command.ts'

const modes = ['hybrid', 'lexical', 'vector'] as const

interface SqlFlags {
  questions: string
  databases: string
  split?: string
  out?: string
  json?: boolean
}

interface RetrievalFlags {
  collection: string
  storage?: string
  mode: (typeof modes)[number]
  out?: string
  json?: boolean
}

/** `ai-agent eval sql|retrieval`: how good the answers are, on data of your own. */
export const addEval: AddCommand = (program) => {
  const evaluate = program.command('eval').description('measure how good the answers are')

  evaluate
    .command('sql')
    .description('execution accuracy of text-to-SQL without a model')
    .requiredOption('--questions <file>', 'JSON: a list of {question, db_id, and the gold in sql, query or SQL}')
    .requiredOption('--databases <folder>', 'with <db_id>/<db_id>.sqlite')
    .option('--split <name>', 'only the databases that split.json beside the questions lists under this name')
    .option('--out <file>', 'write a prediction a line: {id, db_id, question, sql, confidence, ms}')
    .option('--json', 'print the figures as JSON')
    .action(async ({ json, ...files }: SqlFlags) => {
      // Loaded here: it is much, and no other command needs it.
      const { evaluateAgent } = await import('../../modules/agent/evaluate.ts')
      const threshold = readConfig().values.agent.confidenceThreshold
      const { outcomes: _, ...figures } = await evaluateAgent({ ...files, threshold, print: json ? say : print })
      if (json) printJson(figures)
    })

  evaluate
    .command('retrieval')
    .description('nDCG@10, MAP, recall and MRR over a collection in BEIR’s layout')
    .requiredOption('--collection <folder>', 'with corpus.jsonl, queries.jsonl and qrels/test.tsv')
    .option('--storage <url>', 'postgres://… to measure there; a SQLite file of its own unless set')
    .addOption(new Option('--mode <mode>', 'by words, vectors or both').choices(modes).default('lexical'))
    .option('--out <file>', 'write the ranking as a TREC run file')
    .option('--json', 'print the figures as JSON')
    .action(async ({ json, ...flags }: RetrievalFlags) => {
      const { openEmbedders, evaluateRag } = await import('../../modules/rag/evaluate.ts')
      const { rag } = readConfig().values
      const embedder = rag.embeddingModel === undefined ? undefined : (await openEmbedders(rag))(rag.embeddingModel)
      const figures = await evaluateRag({ ...flags, embedder, print: json ? say : print })
      if (json) printJson(figures)
    })
}
