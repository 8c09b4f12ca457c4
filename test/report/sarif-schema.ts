// The parts of SARIF 2.1.0 (OASIS, section 3) that a log of ours is made of, as a JSON Schema. Nothing else is allowed, so
// that a misspelt property is a fault.

const text = { type: 'string', minLength: 1 };
const closed = (properties: object, required: readonly string[]) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const list = (items: object, minItems = 0) => ({ type: 'array', items, minItems });
const message = closed({ text }, ['text']);
const bag = { type: 'object' };

const location = closed(
  {
    message,
    logicalLocations: list(closed({ name: text, fullyQualifiedName: text, kind: { const: 'function' } }, ['name']), 1),
    physicalLocation: closed(
      {
        artifactLocation: closed({ uri: { ...text, pattern: '^[^\\\\ ]+$' } }, ['uri']),
        region: closed({ startLine: { type: 'integer', minimum: 1 } }, ['startLine']),
      },
      ['artifactLocation'],
    ),
  },
  [],
);

const threadFlowLocation = closed(
  {
    location,
    executionOrder: { type: 'integer', minimum: 0 },
    nestingLevel: { type: 'integer', minimum: 0 },
    state: { type: 'object', additionalProperties: message },
  },
  ['location', 'executionOrder'],
);

const result = closed(
  {
    ruleId: text,
    ruleIndex: { type: 'integer', minimum: 0 },
    kind: { enum: ['fail', 'pass', 'open', 'review', 'informational', 'notApplicable'] },
    level: { enum: ['none', 'note', 'warning', 'error'] },
    baselineState: { enum: ['new', 'unchanged', 'updated', 'absent'] },
    message,
    locations: list(location),
    codeFlows: list(
      closed(
        {
          message,
          threadFlows: list(closed({ id: text, message, locations: list(threadFlowLocation, 1) }, ['locations']), 1),
        },
        ['threadFlows'],
      ),
    ),
    properties: bag,
  },
  ['message'],
);

export const SARIF = closed(
  {
    $schema: text,
    version: { const: '2.1.0' },
    runs: list(
      closed(
        {
          tool: closed(
            {
              driver: closed(
                {
                  name: text,
                  semanticVersion: text,
                  rules: list(closed({ id: text, shortDescription: message }, ['id'])),
                },
                ['name'],
              ),
            },
            ['driver'],
          ),
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          results: list(result),
          properties: bag,
        },
        ['tool'],
      ),
    ),
  },
  ['version', 'runs'],
);
