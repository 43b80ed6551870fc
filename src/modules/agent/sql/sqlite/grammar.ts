/**
 * The kinds of nodes that a SELECT of SQLite may be made of. All others are refused: every statement but SELECT,
 * RAISE, INDEXED BY (it tells which indexes there are), IN on a table function.
 */
export const allowedKinds: ReadonlySet<string> = new Set(
  `SelectStmt Select CompoundSelect SelectFrom SelectValues ValuesRow ExprResultColumn StarResultColumn
  TableStarResultColumn AsAs ElidedAs FromClause JoinedSelectTable CommaJoinOperator TypedJoinJoinOperator
  OnJoinConstraint UsingJoinConstraint TableSelectTable TableCallSelectTable SelectSelectTable SubSelectTable
  NotIndexedIndexed With CommonTableExpr IndexedColumn SortedColumn Limit Name QualifiedName Id Type MaxSizeTypeSize
  TypeSizeTypeSize BetweenExpr BinaryExpr CaseExpr WhenThen CastExpr CollateExpr ExistsExpr FunctionCallExpr
  FunctionCallStarExpr InListExpr InSelectExpr InTableExpr IsNullExpr LikeExpr NameExpr NotNullExpr ParenthesizedExpr
  QualifiedExpr SubqueryExpr UnaryExpr VariableExpr NumericLiteral StringLiteral BlobLiteral KeywordLiteral NullLiteral
  CurrentDateLiteral CurrentTimeLiteral CurrentTimestampLiteral FunctionTail WindowOver NameOver WindowDef Window
  FrameClause CurrentRowFrameBound FollowingFrameBound PrecedingFrameBound UnboundedFollowingFrameBound
  UnboundedPrecedingFrameBound SortListFunctionCallOrder WithinGroupFunctionCallOrder`.split(/\s+/),
)
