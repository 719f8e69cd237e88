package dev.bouncer.cli.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class DiskMapTest {
    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void holdsWhatWasPutInTheOrderOfItsKeysAndIsGoneWhenItIsClosed() {
        Path folder;
        try (Scratch scratch = new Scratch()) {
            folder = scratch.folder("map");
            DiskMap map = scratch.map("map");
            map.put(bytes("b"), bytes("2"));
            map.put(bytes("é"), bytes("3"));
            map.put(bytes("a"), bytes("1"));
            map.put(bytes("c"), bytes("4"));
            map.put(bytes("c"), null);

            List<String> keys = new ArrayList<>();
            try (DiskMap.Cursor cursor = map.cursor()) {
                for (byte[] key = cursor.key(); key != null; key = cursor.key()) {
                    keys.add(new String(key, UTF_8) + new String(cursor.value(), UTF_8));
                    cursor.next();
                }
            }

            assertThat(keys).containsExactly("a1", "b2", "é3");
            assertThat(map.get(bytes("c"))).isNull();
            assertThat(folder).exists();
        }
        assertThat(Files.exists(folder.getParent())).isFalse();
    }

    @Test
    void comparesTwoAndForgetsWhatAgreesLater() {
        try (Scratch scratch = new Scratch()) {
            DiskMap said = scratch.map("said");
            DiskMap held = scratch.map("held");
            said.put(bytes("only-said"), bytes("1"));
            held.put(bytes("only-held"), bytes("1"));
            said.put(bytes("both"), bytes("1"));
            held.put(bytes("both"), bytes("1"));
            Comparison comparison = new Comparison(said, held, scratch.map("differing"),
                    (_, a, b) -> Comparison.equal(a, b));

            assertThat(comparison.all()).isEqualTo(2);
            assertThat(comparison.again()).isTrue();
            held.put(bytes("only-said"), bytes("1"));
            assertThat(comparison.again()).isFalse();

            assertThat(comparison.left()).isEqualTo(1);
            List<String> left = new ArrayList<>();
            comparison.first(9, (key, _, _) -> left.add(new String(key, UTF_8)));
            assertThat(left).containsExactly("only-held");
        }
    }
}
