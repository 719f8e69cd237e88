package dev.bouncer.contract;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SubjectHeaderTest {
    @Test
    void formIsFixed() {
        List<SubjectKey> subjects = List.of(Samples.ALICE, SubjectKey.of("chat", SubjectKind.TOKEN, "a,b %\"é"),
                SubjectKey.of("chat", SubjectKind.IP, "2001:DB8::7"), SubjectKey.of("chat", SubjectKind.DEVICE, "a=b"));
        String header = "user=alice, token=a%2Cb%20%25%22%C3%A9, ip=2001:db8::7, device=a=b";

        assertThat(SubjectHeader.format(subjects)).isEqualTo(header);
        assertThat(SubjectHeader.parse("chat", header)).isEqualTo(subjects);
        assertThat(SubjectHeader.NAME).isEqualTo("Bouncer-Subject");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            user=alice                    | chat:user:alice
            `  user=alice \t,\ttoken=7 `  | chat:user:alice chat:token:7
            user=alice,user=bob           | chat:user:alice chat:user:bob
            user=alice,token=7,user=alice | chat:user:alice chat:token:7
            user=%61lice,user=alice       | chat:user:alice
            ip=::FFFF:192.0.2.7           | chat:ip:192.0.2.7
            user=a+b                      | chat:user:a+b
            user=%2c%2C                   | chat:user:,,
            user=a"b                      | chat:user:a"b
            user=alice;ip=::              | chat:user:alice;ip=::
            user=%f0%9f%99%82             | chat:user:🙂
            user=%2525                    | chat:user:%25
            """)
    void reads(String header, String subjects) {
        assertThat(SubjectHeader.parse("chat", header).stream().map(SubjectKey::toString)
                .collect(Collectors.joining(" "))).isEqualTo(subjects);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``               | expected kind=id, separated by commas, got ''
            alice            | expected kind=id, separated by commas, got 'alice'
            user=alice,      | expected kind=id, separated by commas, got ''
            user=            | subject id: expected 1 to 256 characters, got none
            robot=r2         | subject kind: expected one of user, token, ip, device, app, got 'robot'
            user =alice      | subject kind: expected one of user, token, ip, device, app, got 'user '
            ip=localhost     | ip: expected an address or a CIDR range like 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32, got 'localhost'
            user=a b         | subject id: expected percent-encoding of all but visible ASCII, got 'a b'
            user=é           | subject id: expected percent-encoding of all but visible ASCII, got 'é'
            user=a\u007f     | subject id: expected percent-encoding of all but visible ASCII, got 'a\\u007f'
            user=a\u00a0     | subject id: expected percent-encoding of all but visible ASCII, got 'a\u00a0'
            user=100%        | subject id: expected two hexadecimal digits after '%', got '%'
            user=%4          | subject id: expected two hexadecimal digits after '%', got '%4'
            user=%zz         | subject id: expected two hexadecimal digits after '%', got '%zz'
            user=%+1         | subject id: expected two hexadecimal digits after '%', got '%+1'
            user=%C3         | subject id: expected percent-encoded UTF-8, got '%C3'
            user=%ED%A0%80   | subject id: expected percent-encoded UTF-8, got '%ED%A0%80'
            user=%0D%0AX:y   | subject id: expected no control characters, got '\\u000d\\u000aX:y'
            app=chat         | expected whom the app serves, got the app
            """)
    void refusesWhatIsNone(String header, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> SubjectHeader.parse("chat", header))
                .withMessage("Bouncer-Subject: " + message);
    }

    @Test
    void namesSoManySubjectsAndNoMore() {
        String most = header(SubjectHeader.MAX_SUBJECTS);
        assertThat(SubjectHeader.parse("chat", most + ", " + most)).hasSize(SubjectHeader.MAX_SUBJECTS);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SubjectHeader.parse("chat", header(SubjectHeader.MAX_SUBJECTS + 1)))
                .withMessage("Bouncer-Subject: expected at most 32 subjects");
        assertThatIllegalArgumentException().isThrownBy(() -> SubjectHeader.format(List.of()))
                .withMessage("Bouncer-Subject: expected at least one subject, got none");
    }

    private static String header(int subjects) {
        return IntStream.range(0, subjects).mapToObj(i -> "user=" + i).collect(Collectors.joining(","));
    }
}
