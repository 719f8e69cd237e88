package dev.bouncer.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.bouncer.contract.AuditEvent;
import dev.bouncer.contract.AuditRecord;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.JsonObject;
import dev.bouncer.contract.Position;
import dev.bouncer.contract.SubjectKey;
import dev.bouncer.contract.SubjectKind;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ChainCheckTest {
    private static final String TOPIC = "moderation.audit";
    private static final SubjectKey ALICE = SubjectKey.of("chat", SubjectKind.USER, "alice");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static List<AuditRecord> chain(long... sources) {
        List<AuditRecord> chain = new ArrayList<>();
        String previous = AuditRecord.GENESIS;
        for (long source : sources) {
            Command command = new Command.Unblock(new UUID(1, source), ALICE, null, "test", NOW);
            AuditRecord record = AuditRecord.chain(previous,
                    new AuditEvent.Accepted(command, new Position(0, source), null, NOW));
            chain.add(record);
            previous = record.hash();
        }
        return chain;
    }

    private static ConsumerRecord<byte[], byte[]> at(long offset, AuditRecord record) {
        return new ConsumerRecord<>(TOPIC, 0, offset, ALICE.bytes(), record.encode());
    }

    private static ChainCheck checked(Anchors anchors, List<AuditRecord> records) {
        ChainCheck check = new ChainCheck(0, 1, anchors.of(0));
        for (int i = 0; i < records.size(); i++) {
            check.accept(at(i, records.get(i)));
        }
        check.end(TOPIC);
        return check;
    }

    private static Anchors anchor(long length, String hash) {
        return Anchors.of(JsonObject.parseSequence(("{\"topic\":\"" + TOPIC + "\",\"partition\":0,\"length\":" + length
                + ",\"hash\":\"" + hash + "\",\"offset\":0,\"at\":\"2026-11-21T12:00:00.000Z\"}")
                .getBytes(StandardCharsets.UTF_8)), TOPIC);
    }

    @Test
    void aWholeChainHasNoBreaksAndPassesItsOwnHeads() {
        List<AuditRecord> chain = chain(0, 1, 2);

        assertThat(checked(Anchors.none(), chain).breaks()).isEmpty();
        assertThat(checked(anchor(2, chain.get(1).hash()), chain).breaks()).isEmpty();
    }

    @Test
    void whatComesAfterABreakIsCountedAndOnlyTheFirstIsTold() {
        List<AuditRecord> chain = chain(0, 1, 2, 3, 4, 5);
        ChainCheck check = checked(Anchors.none(), List.of(chain.get(0), chain.get(2), chain.get(3), chain.get(5)));

        assertThat(check.broken()).isEqualTo(2);
        assertThat(check.breaks()).singleElement().extracting(Break::line).isEqualTo(TOPIC + " 0/1: previous: expected "
                + chain.get(0).hash() + " of offset 0, found " + chain.get(1).hash());
    }

    @Test
    void positionsThatGoBackAreABreak() {
        assertThat(checked(Anchors.none(), chain(0, 7, 7)).breaks()).singleElement().extracting(Break::line)
                .isEqualTo(TOPIC + " 0/2: position: expected an offset above 7, found 7");
    }

    @Test
    void aKeyThatIsNotTheSubjectsIsABreak() {
        ChainCheck check = new ChainCheck(0, 1, Anchors.none().of(0));
        check.accept(new ConsumerRecord<>(TOPIC, 0, 0, new byte[]{'x'}, chain(0).getFirst().encode()));

        assertThat(check.breaks()).singleElement().extracting(Break::line)
                .isEqualTo(TOPIC + " 0/0: key: expected chat:user:alice, found x");
    }

    @Test
    void anotherHashThanTheOneNotedIsABreakAndSoIsAShorterChain() {
        List<AuditRecord> chain = chain(0, 1, 2);

        assertThat(checked(anchor(2, "a".repeat(64)), chain).breaks()).singleElement()
                .satisfies(found -> assertThat(found.kind()).isEqualTo(Break.Kind.ANCHOR));
        assertThat(checked(anchor(4, "a".repeat(64)), chain).breaks()).singleElement().extracting(Break::found)
                .isEqualTo("3 events");
    }

    @Test
    void aBeginningThatIsGoneNeedsAHeadOfIt() {
        List<AuditRecord> chain = chain(0, 1, 2, 3);
        List<AuditRecord> rest = chain.subList(2, 4);

        assertThat(checked(Anchors.none(), rest).breaks()).singleElement()
                .satisfies(found -> assertThat(found.kind()).isEqualTo(Break.Kind.BEGINNING));
        assertThat(checked(anchor(2, chain.get(1).hash()), rest).breaks()).isEmpty();
        assertThat(checked(anchor(3, chain.get(2).hash()), rest).breaks()).singleElement()
                .satisfies(found -> assertThat(found.kind()).isEqualTo(Break.Kind.BEGINNING));
    }
}
