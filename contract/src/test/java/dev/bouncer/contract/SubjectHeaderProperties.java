package dev.bouncer.contract;

import java.util.LinkedHashSet;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for every header, whoever wrote it. */
final class SubjectHeaderProperties {
    @Property
    void writtenSubjectsReadAsTheSame(@ForAll("subjects") SubjectKey subject, @ForAll("subjects") SubjectKey other) {
        List<SubjectKey> subjects = List.of(subject, new SubjectKey(subject.app(), other.subject()));
        String header = SubjectHeader.format(subjects);

        assertThat(header).matches("[!-~]+(, [!-~]+)?");
        assertThat(SubjectHeader.parse(subject.app(), header))
                .containsExactlyElementsOf(new LinkedHashSet<>(subjects));
    }

    @Property
    void anyHeaderIsReadAsWhatIsWrittenSoOrRefusedWithAMessage(@ForAll("headers") String header) {
        List<SubjectKey> subjects;
        try {
            subjects = SubjectHeader.parse("chat", header);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageMatching("(?s)Bouncer-Subject: (\\w+( \\w+)?: )?expected .+").isExactlyInstanceOf(
                    IllegalArgumentException.class);
            return;
        }
        assertThat(SubjectHeader.parse("chat", SubjectHeader.format(subjects))).isEqualTo(subjects);
    }

    @Provide
    static Arbitrary<SubjectKey> subjects() {
        return CommandProperties.subjects();
    }

    @Provide
    static Arbitrary<String> headers() {
        Arbitrary<String> likely = Arbitraries.of("user", "token", "ip", "=", "=", ",", ", ", "%", "%2", "%C3%A9",
                "%ff",
                "192.0.2.7", "::1", "/8", "a", " ", "\t", "é", "\"", "\u0000", ";", "\ud800");
        return Arbitraries.oneOf(likely.list().ofMaxSize(12).map(parts -> String.join("", parts)),
                Arbitraries.strings());
    }
}
