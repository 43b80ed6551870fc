module.exports = {
  extension: ['ts'],
  'node-option': ['no-experimental-require-module', 'import=tsx'],
  timeout: 20_000,
  reporter: 'dot',
}
