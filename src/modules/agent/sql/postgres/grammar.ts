/**
 * What a SELECT may be made of: each kind of node of PostgreSQL's raw parse tree with the fields it may have. A kind or
 * a field that is not here is refused. `field:Kind` says that the field holds a bare node of that kind; any other field
 * holds a plain value, a wrapped node, or a list of those. Kept out on purpose: intoClause, lockingClause,
 * catalogname, every statement but SELECT, XML, cursors.
 */
const kinds = `
SelectStmt: distinctClause targetList fromClause whereClause groupClause groupDistinct havingClause windowClause valuesLists sortClause limitOffset limitCount limitOption withClause:WithClause op all larg:SelectStmt rarg:SelectStmt
ResTarget: name indirection val location
ColumnRef: fields location
A_Const: ival:Integer fval:Float boolval:Boolean sval:String bsval:BitString isnull location
A_Expr: kind name lexpr rexpr rexpr_list_start rexpr_list_end location
FuncCall: funcname args agg_order agg_filter over:WindowDef agg_within_group agg_star agg_distinct func_variadic funcformat location
SubLink: subLinkType subLinkId testexpr operName subselect location
JoinExpr: jointype isNatural larg rarg usingClause join_using_alias:Alias quals alias:Alias rtindex
RangeVar: schemaname relname inh relpersistence alias:Alias location
RangeSubselect: lateral subquery alias:Alias
RangeFunction: lateral ordinality is_rowsfrom functions alias:Alias coldeflist
RangeTableSample: relation method args repeatable location
WithClause: ctes recursive location
CommonTableExpr: ctename aliascolnames ctematerialized ctequery search_clause:CTESearchClause cycle_clause:CTECycleClause location
CTESearchClause: search_col_list search_breadth_first search_seq_column location
CTECycleClause: cycle_col_list cycle_mark_column cycle_mark_value cycle_mark_default cycle_path_column location
ColumnDef: colname typeName:TypeName collClause:CollateClause is_local location
TypeCast: arg typeName:TypeName location
TypeName: names typemod typmods arrayBounds location
SortBy: node sortby_dir sortby_nulls useOp location
WindowDef: name refname partitionClause orderClause frameOptions startOffset endOffset location
CaseExpr: arg args defresult location
CaseWhen: expr result location
BoolExpr: boolop args location
NullTest: arg nulltesttype argisrow location
BooleanTest: arg booltesttype location
CoalesceExpr: args location
MinMaxExpr: op args location
A_ArrayExpr: elements list_start list_end location
A_Indirection: arg indirection
A_Indices: is_slice lidx uidx
A_Star:
RowExpr: args row_format location
GroupingSet: kind content location
GroupingFunc: args location
Alias: aliasname colnames
List: items
ParamRef: number location
SQLValueFunction: op typmod location
CollateClause: arg collname location
NamedArgExpr: arg name argnumber location
JsonObjectConstructor: exprs output:JsonOutput absent_on_null unique location
JsonArrayConstructor: exprs output:JsonOutput absent_on_null location
JsonArrayQueryConstructor: query output:JsonOutput format:JsonFormat absent_on_null location
JsonAggConstructor: output:JsonOutput agg_filter agg_order over:WindowDef location
JsonObjectAgg: constructor:JsonAggConstructor arg:JsonKeyValue absent_on_null unique
JsonArrayAgg: constructor:JsonAggConstructor arg:JsonValueExpr absent_on_null
JsonKeyValue: key value:JsonValueExpr
JsonValueExpr: raw_expr format:JsonFormat
JsonFormat: format_type encoding location
JsonReturning: format:JsonFormat
JsonOutput: typeName:TypeName returning:JsonReturning
JsonIsPredicate: expr format:JsonFormat item_type unique_keys location
JsonFuncExpr: op column_name context_item:JsonValueExpr pathspec passing output:JsonOutput on_empty:JsonBehavior on_error:JsonBehavior wrapper quotes location
JsonArgument: val:JsonValueExpr name
JsonBehavior: btype expr coerce location
JsonParseExpr: expr:JsonValueExpr output:JsonOutput unique_keys location
JsonScalarExpr: expr output:JsonOutput location
JsonSerializeExpr: expr:JsonValueExpr output:JsonOutput location
JsonTable: context_item:JsonValueExpr pathspec:JsonTablePathSpec passing columns on_error:JsonBehavior alias:Alias lateral location
JsonTableColumn: coltype name typeName:TypeName pathspec:JsonTablePathSpec format:JsonFormat wrapper quotes columns on_empty:JsonBehavior on_error:JsonBehavior location
JsonTablePathSpec: string name name_location location
Integer: ival
Float: fval
Boolean: boolval
String: sval
BitString: bsval
`

/** For each allowed kind its allowed fields, each with the kind of the bare node that it holds, if it does. */
export const grammar: ReadonlyMap<string, ReadonlyMap<string, string | undefined>> = new Map(
  kinds
    .trim()
    .split('\n')
    .map((line) => {
      const [kind = '', fields = ''] =
        line.split(':').length > 1 ? [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)] : [line]
      const entries = fields
        .split(' ')
        .filter(Boolean)
        .map((field): [string, string | undefined] => {
          const [name = '', bare] = field.split(':')
          return [name, bare]
        })
      return [kind, new Map(entries)]
    }),
)

/** Types that a value may be cast to; the reg* types are not here: they tell what is in the catalogue. */
export const allowedTypes: ReadonlySet<string> = new Set(
  `bit bool box bpchar bytea char cidr circle date daterange datemultirange decimal float4 float8 inet int2 int4
  int4multirange int4range int8 int8multirange int8range interval json jsonb jsonpath line lseg macaddr macaddr8 money
  name numeric nummultirange numrange path point polygon text time timestamp timestamptz timetz tsmultirange tsquery
  tsrange tstzmultirange tstzrange tsvector uuid varbit varchar oid record
  citext hstore ltree lquery ltxtquery vector halfvec sparsevec geometry geography cube earth boolean integer int bigint
  smallint real string double character`.split(/\s+/),
)

/** Columns that every table of PostgreSQL has besides its own; they tell about storage and about others' transactions. */
export const systemColumns: ReadonlySet<string> = new Set(['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid'])
