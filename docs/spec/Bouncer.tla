------------------------------- MODULE Bouncer -------------------------------
(***************************************************************************)
(* How an edge knows who is blocked: docs/how-it-works.md, "No gap", as    *)
(* something that TLC can search for a way to break it.  README.md beside  *)
(* this file tells which action is which class, what is left out, and what *)
(* each mutation leads to.                                                 *)
(*                                                                         *)
(* One partition of the topics, since partitions share nothing.  Offsets   *)
(* and positions count from 1; "up to n" means the first n records.        *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets, TLC

CONSTANTS
    Subjects,   \* whom commands are about; a session is authenticated as one
    Edges,
    Types,      \* the commands that are given: some of "block", "unblock", "terminate", "invalidate", "lift"
    MaxLog,     \* how many commands are given
    MaxFaults,  \* how many transactions of moderation-streams are aborted, edges crash, stores are made anew
    MaxEnds,    \* how many blocks end
    Retries,    \* TRUE: a publisher may give a command again, with the same id
    Foreign,    \* TRUE: publishers use transactions, and some are aborted
    Compaction, \* TRUE: the topics are compacted
    Drifts,     \* how far an edge's clock may be ahead of the broker's
    Mutation    \* which rule is broken; "none" in the protocol as it is

VARIABLES
    log,        \* moderation.commands
    gone,       \* the offsets in it that compaction has removed
    ended,      \* the blocks that have ended, by their offsets
    streams,    \* moderation-streams
    blocklist,  \* moderation.blocklist
    edge,       \* the edges, each with its store and its overlay
    session,    \* per edge, one connection
    faults      \* how many there were

vars == <<log, gone, ended, streams, blocklist, edge, session, faults>>

Symmetry == Permutations(Subjects)

None == 0
Max(a, b) == IF a > b THEN a ELSE b
Min(a, b) == IF a < b THEN a ELSE b
Highest(S) == IF S = {} THEN None ELSE CHOOSE i \in S : \A j \in S : j <= i

-----------------------------------------------------------------------------
(* The commands.  A command given again carries in `of` where its id stood  *)
(* first.  Its `fate` is open while a publisher's transaction is.           *)

Commands == 1..Len(log)
LaneOf(type) ==
    CASE type \in {"block", "unblock"}   -> "block"
      [] type \in {"invalidate", "lift"} -> "invalidate"
      [] OTHER                           -> type
Lane(i) == LaneOf(log[i].type)
OnBlocklist(i) == Lane(i) # "terminate"

(* The rows of the blocklist: a subject's block, and beside it the          *)
(* invalidation of its tokens.                                              *)
Rows == Subjects \X ({LaneOf(type) : type \in Types} \ {"terminate"})
Row(i) == <<log[i].subject, Lane(i)>>

(* A block is known by where its id stood first: that makes it and its      *)
(* repetition the same block.                                               *)
Says(i) == IF log[i].type \in {"unblock", "lift"} THEN None ELSE IF log[i].of # None THEN log[i].of ELSE i

(* moderation-streams carries out what was not aborted and has a new id.    *)
Counts(i) ==
    /\ log[i].fate # "aborted"
    /\ log[i].of # None => log[log[i].of].fate = "aborted"

InForce(block) == block # None /\ block \notin ended

Give(type, subject, of, fate) ==
    /\ Len(log) < MaxLog
    /\ log' = Append(log, [type |-> type, subject |-> subject, of |-> of, fate |-> fate])
    /\ UNCHANGED <<gone, ended, streams, blocklist, edge, session, faults>>

Publish == \E type \in Types, subject \in Subjects, fate \in IF Foreign THEN {"sure", "open"} ELSE {"sure"} :
    Give(type, subject, None, fate)

PublishAgain ==
    /\ Retries
    /\ \E i \in Commands : log[i].of = None /\ Give(log[i].type, log[i].subject, i, "sure")

Decide == \E i \in Commands, fate \in {"sure", "aborted"} :
    /\ log[i].fate = "open"
    /\ log' = [log EXCEPT ![i].fate = fate]
    /\ UNCHANGED <<gone, ended, streams, blocklist, edge, session, faults>>

BlockEnds == \E i \in Commands :
    /\ Cardinality(ended) < MaxEnds
    /\ log[i].type \in {"block", "invalidate"} /\ log[i].of = None /\ i \notin ended
    /\ ended' = ended \union {i}
    /\ UNCHANGED <<log, gone, streams, blocklist, edge, session, faults>>

-----------------------------------------------------------------------------
(* moderation-streams.  It has taken the commands up to `taken`, in a       *)
(* transaction that began after `committed`.  Readers of the blocklist see  *)
(* it up to `stable`.  When it commits, offsets and blocklist learn of that *)
(* each by itself, in any order; between the two the commit is `decided`.   *)

Hole == [source |-> None, row |-> <<None, "none">>, block |-> None]

(* What stands in a row of the blocklist up to a position.                  *)
Standing(row, position) ==
    LET last == Highest({p \in 1..position : blocklist[p].row = row})
    IN  IF last = None THEN None ELSE blocklist[last].block

InTransaction == streams.taken > streams.committed \/ streams.stable < Len(blocklist)

Tell(source, row, block) ==
    blocklist' = Append(blocklist, [source |-> source, row |-> row, block |-> block])

(* Each command on the blocklist leads to a record: one that was seen before      *)
(* states once more what stands.                                            *)
Process ==
    LET i == streams.taken + 1 IN
    /\ i <= Len(log) /\ ~streams.decided
    /\ \A j \in 1..i : log[j].fate # "open"
    /\ streams' = [streams EXCEPT !.taken = i]
    /\ IF i \in gone \/ log[i].fate = "aborted" \/ ~OnBlocklist(i)
       THEN UNCHANGED blocklist
       ELSE Tell(i, Row(i), IF Counts(i) THEN Says(i) ELSE Standing(Row(i), Len(blocklist)))
    /\ UNCHANGED <<log, gone, ended, edge, session, faults>>

ClearAway == \E row \in Rows :
    /\ ~streams.decided
    /\ Standing(row, Len(blocklist)) \in ended
    /\ Tell(None, row, None)
    /\ UNCHANGED <<log, gone, ended, streams, edge, session, faults>>

CommitOffsets ==
    /\ streams.committed < streams.taken
    /\ streams' = [streams EXCEPT !.committed = streams.taken, !.decided = streams.stable < Len(blocklist)]
    /\ UNCHANGED <<log, gone, ended, blocklist, edge, session, faults>>

CommitBlocklist ==
    /\ streams.stable < Len(blocklist)
    /\ streams' = [streams EXCEPT !.stable = Len(blocklist), !.decided = streams.committed < streams.taken]
    /\ UNCHANGED <<log, gone, ended, blocklist, edge, session, faults>>

(* Or a crash before the commit was decided. *)
Abort ==
    /\ faults < MaxFaults
    /\ InTransaction /\ ~streams.decided
    /\ blocklist' = [p \in 1..Len(blocklist) |-> IF p > streams.stable THEN Hole ELSE blocklist[p]]
    /\ streams' = [streams EXCEPT !.taken = streams.committed, !.stable = Len(blocklist)]
    /\ faults' = faults + 1
    /\ UNCHANGED <<log, gone, ended, edge, session>>

-----------------------------------------------------------------------------
(* An edge.  Its store has read the blocklist up to `position` and holds    *)
(* `store`; its tail has read the commands up to `tail`.  The overlay is    *)
(* `noted`, the offsets of the commands in it: of several about one row     *)
(* the last counts, and those before it are what it replaced.               *)

Empty == [row \in Rows |-> None]
Stored(row) == IF Mutation = "OneRow" THEN <<row[1], "block">> ELSE row
Never == MaxLog + 1   \* more than any tail has read: this process has enforced nothing yet

Follows(e) == edge[e].phase \in {"catching up", "ready"}

(* BlocklistView.find.  `now` is the edge as it is, or as it is about to be.*)
View(now, row) ==
    LET latest == Highest({i \in now.noted : Row(i) = row})
    IN  IF row \notin Rows THEN None ELSE IF latest # None THEN Says(latest) ELSE now.store[Stored(row)]

Blocked(now, subject) == InForce(View(now, <<subject, "block">>))

(* A token is as old as the log was long when it was issued; an             *)
(* invalidation is about those issued before it was given.                  *)
Outdated(invalidation, s) == InForce(invalidation) /\ s.issued < invalidation
Invalidated(now, s) == Outdated(View(now, <<s.subject, "invalidate">>), s)

RefusedBy(lane, now, s) == IF lane = "block" THEN Blocked(now, s.subject) ELSE Invalidated(now, s)
Refused(now, s) == Blocked(now, s.subject) \/ Invalidated(now, s)

NoSession == [state |-> "none", subject |-> None, opened |-> None, issued |-> None]
Registered(e) == session[e].state \in {"bound", "open"}

CloseIf(e, condition) == session' = IF condition THEN [session EXCEPT ![e] = NoSession] ELSE session

(* What leaves the overlay may have said "not blocked" and never have       *)
(* counted: aborted, or given before.  Somebody may have come in by it.     *)
CloseWhoCameIn(e, now, left) ==
    CloseIf(e, /\ Follows(e) /\ Registered(e)
               /\ \E i \in left : /\ log[i].subject = session[e].subject
                                  /\ RefusedBy(Lane(i), now, session[e]))

(* The end is asked for after the offsets were read.  In one step here: an  *)
(* end that is asked for later is only further away.                        *)
ReadOffsets(e) ==
    /\ edge[e].phase = "down"
    /\ \E keep \in IF edge[e].position = 0 THEN {FALSE} ELSE BOOLEAN :   \* the store on disk may be lost
       edge' = [edge EXCEPT ![e] = [@ EXCEPT
           !.phase = "restoring",
           !.fresh = ~keep,
           !.position = IF keep THEN @ ELSE 0,
           !.store = IF keep THEN @ ELSE Empty,
           !.materialized = streams.committed,
           !.tail = Min(edge[e].noticed, streams.committed),
           !.goal = IF Mutation = "CommittedEnd" THEN streams.stable ELSE Len(blocklist)]]
    /\ UNCHANGED <<log, gone, ended, streams, blocklist, session, faults>>

Evicted(e, record) ==
    CASE Mutation = "EvictAny"   -> {i \in edge[e].noted : Row(i) = record.row}
      [] Mutation = "EvictByKey" -> {i \in edge[e].noted : Row(i) = record.row /\ i <= record.source}
      [] OTHER                   -> {i \in edge[e].noted : i <= record.source}

Load(e) ==
    LET p == edge[e].position + 1
        record == blocklist[p]
        left == Evicted(e, record)
        next == [edge[e] EXCEPT
            !.position = p,
            !.store = IF record = Hole THEN @ ELSE [@ EXCEPT ![Stored(record.row)] = record.block],
            !.materialized = Max(@, record.source),
            !.noted = @ \ left]
    IN
    /\ edge[e].phase \in {"restoring", "catching up", "ready"}
    /\ p <= streams.stable
    /\ edge' = [edge EXCEPT ![e] = next]
    /\ CloseWhoCameIn(e, next, IF Mutation = "EvictSilently" THEN {} ELSE left)
    /\ UNCHANGED <<log, gone, ended, streams, blocklist, faults>>

StartTail(e) ==
    /\ edge[e].phase = "restoring" /\ edge[e].position >= edge[e].goal
    /\ edge' = [edge EXCEPT ![e] = [@ EXCEPT
           !.phase = "catching up",
           !.fresh = FALSE,
           !.goal = Len(log),
           !.materialized = IF Mutation = "RestoreFirst" THEN Max(@, streams.committed) ELSE @,
           !.tail = IF Mutation = "RestoreFirst" THEN Min(edge[e].noticed, streams.committed) ELSE @]]
    /\ UNCHANGED <<log, gone, ended, streams, blocklist, session, faults>>

(* The session was opened when the log had `opened` commands, and stamped   *)
(* by a clock that may be ahead of the broker's by Skew.                    *)
Skew == 1
OpenedBefore(e, i) ==
    CASE Mutation = "TerminateAlways" -> TRUE
      [] Mutation = "NoSkew"          -> session[e].opened + edge[e].drift < i
      [] OTHER                        -> session[e].opened + edge[e].drift < i + Skew

Take(e) ==
    LET i == edge[e].tail + 1
        shown == i <= edge[e].materialized /\ Mutation # "PutRegardless"
        next == [edge[e] EXCEPT
            !.tail = i,
            !.noted = IF i \in gone \/ ~OnBlocklist(i) \/ shown THEN @ ELSE @ \union {i}]
        enforced == i \notin gone /\ (edge[e].noticed = Never \/ i > edge[e].noticed)
    IN
    /\ Follows(e)
    /\ i <= Len(log)
    /\ edge' = [edge EXCEPT ![e] = next]
    /\ CloseIf(e, /\ enforced /\ Registered(e) /\ session[e].subject = log[i].subject
                  /\ \/ log[i].type = "block"
                        /\ (Blocked(next, log[i].subject) \/ Mutation = "CloseUnasked")
                     \/ log[i].type = "invalidate" /\ Invalidated(next, session[e])
                     \/ log[i].type = "terminate" /\ OpenedBefore(e, i))
    /\ UNCHANGED <<log, gone, ended, streams, blocklist, faults>>

BecomeReady(e) ==
    /\ edge[e].phase = "catching up" /\ edge[e].tail >= edge[e].goal
    /\ edge' = [edge EXCEPT ![e].phase = "ready", ![e].goal = None]
    /\ CloseIf(e, Registered(e) /\ Refused(edge[e], session[e]) /\ Mutation # "NoSweep")
    /\ UNCHANGED <<log, gone, ended, streams, blocklist, faults>>

(* What settling takes out: what is committed, once the store has reached   *)
(* the end, and what is found to be aborted.                                *)
Settled(e) ==
    IF Mutation = "EvictByKey" \/ edge[e].position < Len(blocklist) THEN edge[e].materialized
    ELSE Max(edge[e].materialized, streams.committed)

SettleCommitted(e) ==
    LET next == [edge[e] EXCEPT
            !.materialized = Settled(e),
            !.noted = {i \in @ : i > Settled(e) \/ Mutation \in {"EvictAny", "EvictByKey"}}]
    IN
    /\ edge[e].phase = "ready" /\ next # edge[e]
    /\ edge' = [edge EXCEPT ![e] = next]
    /\ CloseWhoCameIn(e, next, IF Mutation = "EvictSilently" THEN {} ELSE edge[e].noted \ next.noted)
    /\ UNCHANGED <<log, gone, ended, streams, blocklist, faults>>

FoundAborted(e) == {i \in edge[e].noted : log[i].fate = "aborted" /\ \A j \in 1..i : log[j].fate # "open"}

SettleAborted(e) ==
    LET next == [edge[e] EXCEPT !.noted = @ \ FoundAborted(e)] IN
    /\ edge[e].phase = "ready" /\ next # edge[e]
    /\ edge' = [edge EXCEPT ![e] = next]
    /\ CloseWhoCameIn(e, next, FoundAborted(e))
    /\ UNCHANGED <<log, gone, ended, streams, blocklist, faults>>

(* The process is gone, and its sessions with it; what it had on disk stays.*)
Crash(e) ==
    /\ faults < MaxFaults /\ edge[e].phase # "down"
    /\ edge' = [edge EXCEPT ![e] = [@ EXCEPT !.phase = "down", !.noted = {}, !.materialized = None,
           !.tail = 0, !.goal = None, !.fresh = FALSE, !.noticed = Never]]
    /\ session' = [session EXCEPT ![e] = NoSession]
    /\ faults' = faults + 1
    /\ UNCHANGED <<log, gone, ended, streams, blocklist>>

(* Its store has to be made anew; its sessions stay.                        *)
Reopen(e) ==
    /\ faults < MaxFaults /\ edge[e].phase = "ready"
    /\ edge' = [edge EXCEPT ![e] = [@ EXCEPT !.phase = "down", !.noted = {}, !.materialized = None,
           !.tail = 0, !.goal = None, !.fresh = FALSE, !.noticed = edge[e].tail]]
    /\ faults' = faults + 1
    /\ UNCHANGED <<log, gone, ended, streams, blocklist, session>>

-----------------------------------------------------------------------------
(* A client: it is bound in the registry, and the edge is seen to be ready  *)
(* (or it is refused, which needs no step); then the view is asked, and if  *)
(* that knows of nothing against it it is welcome.  Anything may happen in  *)
(* between.  It may show another token later, and is asked about again.     *)

Tokens == IF "invalidate" \in Types THEN 0..Len(log) ELSE {None}

Connect(e) == \E subject \in Subjects, issued \in Tokens :
    /\ edge[e].phase = "ready" /\ session[e].state = "none"
    /\ session' = [session EXCEPT ![e] =
           [state |-> IF Mutation = "AskFirst" THEN "unbound" ELSE "bound",
            subject |-> subject,
            opened |-> IF "terminate" \in Types THEN Len(log) ELSE None,
            issued |-> issued]]
    /\ UNCHANGED <<log, gone, ended, streams, blocklist, edge, faults>>

Ask(e) ==
    /\ session[e].state \in {"bound", "unbound"} /\ Follows(e)
    /\ session' = [session EXCEPT ![e] =
           IF IF Mutation = "AskForBlocksAlone" THEN Blocked(edge[e], @.subject) ELSE Refused(edge[e], @) THEN NoSession
           ELSE [@ EXCEPT !.state = IF @ = "bound" THEN "open" ELSE "answered"]]
    /\ UNCHANGED <<log, gone, ended, streams, blocklist, edge, faults>>

ShowToken(e) == \E issued \in Tokens :
    /\ session[e].state = "open" /\ issued # session[e].issued
    /\ session' = [session EXCEPT ![e].state = "bound", ![e].issued = issued]
    /\ UNCHANGED <<log, gone, ended, streams, blocklist, edge, faults>>

(* Only in the mutation: it was asked, and is bound now. *)
BindLate(e) ==
    /\ session[e].state = "answered"
    /\ session' = [session EXCEPT ![e].state = "open"]
    /\ UNCHANGED <<log, gone, ended, streams, blocklist, edge, faults>>

-----------------------------------------------------------------------------
(* Compaction, oldest records first, with the rule that its lag makes: what *)
(* it removes is read past by whoever follows; a store on disk that is too  *)
(* far behind is thrown away.  A store that began empty may be behind while *)
(* it is restored, but for tombstones, which stay for longer.               *)

CompactBlocklist == \E p \in 1..streams.stable :
    LET later == {q \in (p+1)..streams.stable : blocklist[q].row = blocklist[p].row}
        upTo == Max(p, Highest(later))
    IN
    /\ Compaction /\ blocklist[p] # Hole
    /\ \A q \in 1..(p-1) : blocklist[q].row # blocklist[p].row
    /\ later # {} \/ blocklist[p].block = None
    /\ \A e \in Edges : \/ Mutation = "CompactUnread"
                        \/ edge[e].position >= upTo
                        \/ edge[e].phase = "down"
                        \/ edge[e].phase = "restoring" /\ edge[e].fresh /\ later # {}
    /\ blocklist' = [blocklist EXCEPT ![p] = Hole]
    /\ edge' = [e \in Edges |->
           IF edge[e].phase = "down" /\ edge[e].position < upTo /\ Mutation \notin {"CompactUnread", "KeepOldStore"}
           THEN [edge[e] EXCEPT !.position = 0, !.store = Empty] ELSE edge[e]]
    /\ UNCHANGED <<log, gone, ended, streams, session, faults>>

CompactCommands == \E i \in Commands \ gone :
    LET later == {j \in (i+1)..Len(log) : log[j].subject = log[i].subject /\ Lane(j) = Lane(i) /\ log[j].fate = "sure"}
    IN
    /\ Compaction /\ later # {} /\ \A j \in Commands : log[j].fate # "open"
    /\ \A e \in Edges : Follows(e) => edge[e].tail >= Highest(later)
    /\ gone' = gone \union {i}
    /\ UNCHANGED <<log, ended, streams, blocklist, edge, session, faults>>

-----------------------------------------------------------------------------
Init ==
    /\ log = <<>> /\ gone = {} /\ ended = {} /\ blocklist = <<>> /\ faults = 0
    /\ streams = [taken |-> 0, committed |-> 0, stable |-> 0, decided |-> FALSE]
    /\ edge \in [Edges -> {[phase |-> "down", fresh |-> FALSE, position |-> 0, store |-> Empty, noted |-> {},
           materialized |-> None, tail |-> 0, goal |-> None, noticed |-> Never, drift |-> d] : d \in Drifts}]
    /\ session = [e \in Edges |-> NoSession]

EdgeNext(e) ==
    \/ ReadOffsets(e) \/ Load(e) \/ StartTail(e) \/ Take(e) \/ BecomeReady(e)
    \/ SettleCommitted(e) \/ SettleAborted(e) \/ Crash(e) \/ Reopen(e)
    \/ Connect(e) \/ Ask(e) \/ ShowToken(e) \/ BindLate(e)

Next ==
    \/ Publish \/ PublishAgain \/ Decide \/ BlockEnds
    \/ Process \/ ClearAway \/ CommitOffsets \/ CommitBlocklist \/ Abort
    \/ CompactBlocklist \/ CompactCommands
    \/ \E e \in Edges : EdgeNext(e)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* What must hold.                                                          *)

(* How far an edge can know the log, and its last word on a row up to       *)
(* there.  What the store shows counts as it does for moderation-streams;   *)
(* what only the tail has read counts until it is found to be aborted.      *)
Known(now) == Max(now.tail, now.materialized)

LastWord(now, row) == Highest({i \in 1..Known(now) :
    /\ Row(i) = row
    /\ IF i <= now.materialized THEN Counts(i) ELSE log[i].fate # "aborted" \/ i \in now.noted})

ByLog(now, row) == LET word == LastWord(now, row) IN IF word = None THEN None ELSE Says(word)

BlockedByLog(now, subject) == InForce(ByLog(now, <<subject, "block">>))
InvalidatedByLog(now, s) == Outdated(ByLog(now, <<s.subject, "invalidate">>), s)

(* Whoever asks an edge that is ready gets the answer of the log.           *)
ViewIsTheLog == \A e \in Edges, subject \in Subjects :
    edge[e].phase = "ready" =>
        /\ Blocked(edge[e], subject) = BlockedByLog(edge[e], subject)
        /\ \A issued \in Tokens : LET s == [subject |-> subject, issued |-> issued] IN
               Invalidated(edge[e], s) = InvalidatedByLog(edge[e], s)

(* A welcomed session of a blocked subject does not stay open: it is closed *)
(* by the time that the tail has read the block.                            *)
BlockedIsClosed == \A e \in Edges :
    edge[e].phase = "ready" /\ session[e].state = "open" /\ BlockedByLog(edge[e], session[e].subject)
        => LastWord(edge[e], <<session[e].subject, "block">>) > edge[e].tail

(* Nor does one whose token was issued before an invalidation in force.     *)
InvalidatedIsClosed == \A e \in Edges :
    edge[e].phase = "ready" /\ session[e].state = "open" /\ InvalidatedByLog(edge[e], session[e])
        => LastWord(edge[e], <<session[e].subject, "invalidate">>) > edge[e].tail

(* Nor does one that was opened before its subject was terminated.          *)
TerminatedIsClosed == \A e \in Edges :
    edge[e].phase = "ready" /\ session[e].state = "open" =>
        ~ \E i \in 1..edge[e].tail :
            /\ log[i].type = "terminate" /\ log[i].subject = session[e].subject
            /\ session[e].opened < i

(* Nobody else is closed: there is a block, an invalidation of the token,   *)
(* or a terminate that the session was not clearly opened after.            *)
NobodyElseIsClosed == [][\A e \in Edges :
    session[e].state = "open" /\ session'[e].state = "none" /\ edge'[e].phase # "down" =>
        \/ \E n \in edge'[e].tail..Len(log) : 
               LET now == [edge'[e] EXCEPT !.tail = n] IN
               BlockedByLog(now, session[e].subject) \/ InvalidatedByLog(now, session[e])
        \/ LET i == edge'[e].tail IN
           /\ i = edge[e].tail + 1
           /\ log[i].type = "terminate" /\ log[i].subject = session[e].subject
           /\ session[e].opened < i + Skew]_vars

(* Nothing stays in the overlay: when everything is read, settling leaves   *)
(* nothing.                                                                 *)
AtRest(e) ==
    /\ edge[e].phase = "ready" /\ edge[e].tail = Len(log)
    /\ ~InTransaction /\ edge[e].position = Len(blocklist)
    /\ \A i \in Commands : log[i].fate # "open" /\ (i > streams.committed => log[i].fate = "aborted")

NothingStays == \A e \in Edges :
    AtRest(e) => {i \in edge[e].noted \ FoundAborted(e) : i > Settled(e) \/ Mutation = "EvictByKey"} = {}
=============================================================================
