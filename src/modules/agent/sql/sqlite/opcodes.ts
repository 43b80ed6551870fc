/**
 * The instructions that a SELECT of SQLite compiles to (https://sqlite.org/opcode.html). Those that write are here
 * only where they write to the statement's own transient tables: nothing can open a stored table for writing,
 * since `OpenWrite` is not in the list.
 */
export const allowedOpcodes: ReadonlySet<string> = new Set(
  `Init Goto Gosub Return InitCoroutine EndCoroutine Yield HaltIfNull Halt Integer Int64 Real String8 String BeginSubrtn
  Null SoftNull Blob Variable Move Copy SCopy IntCopy ResultRow Concat Add Subtract Multiply Divide Remainder CollSeq
  BitAnd BitOr ShiftLeft ShiftRight AddImm MustBeInt RealAffinity Cast Eq Ne Lt Le Gt Ge ElseEq ElseNotEq Permutation
  Compare Jump And Or IsTrue BitNot Not Once If IfNot IsNull IsType ZeroOrNull NotNull IfNullRow Offset Column TypeCheck
  Affinity MakeRecord Count Transaction OpenRead ReopenIdx OpenDup OpenAutoindex OpenEphemeral SorterOpen SequenceTest
  OpenPseudo Close ColumnsUsed SeekLT SeekLE SeekGE SeekGT SeekScan SeekHit IfNotOpen IfNoHope NoConflict NotFound Found
  SeekRowid NotExists Sequence NewRowid Insert RowCell Delete ResetCount SorterCompare SorterData RowData Rowid NullRow
  SeekEnd Last IfSizeBetween SorterSort Sort Rewind IfEmpty SorterNext Prev Next IdxInsert SorterInsert IdxDelete
  FinishSeek IdxRowid DeferredSeek IdxLE IdxGT IdxLT IdxGE ResetSorter Clear RowSetAdd RowSetRead RowSetTest MemMax IfPos
  OffsetLimit IfNotZero DecrJumpZero AggInverse AggStep AggStep1 AggValue AggFinal CursorLock CursorUnlock VOpen VInitIn
  VFilter VColumn VNext PureFunc Function ClrSubtype GetSubtype SetSubtype FilterAdd Filter Trace CursorHint ReleaseReg
  Noop Explain Abortable`.split(/\s+/),
)
