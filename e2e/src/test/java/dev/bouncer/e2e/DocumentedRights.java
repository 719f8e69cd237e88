package dev.bouncer.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The table of rights in {@code docs/security.md}, as Kafka takes it: a user for each who. */
final class DocumentedRights {
    private static final Path DOC = Path.of("../docs/security.md");
    private static final Pattern ROW = Pattern
            .compile("\\| `?(\\w+)`? \\| ([a-z ]+) \\| `(moderation[a-z.-]*)` \\| ([A-Za-z, ]+) \\|");
    private static final String PREFIX = " that begin with";

    private DocumentedRights() {}

    static Map<String, List<AclBinding>> read() throws IOException {
        Map<String, List<AclBinding>> rights = new TreeMap<>();
        for (String line : Files.readAllLines(DOC)) {
            var row = ROW.matcher(line);
            if (!row.matches()) continue;
            String user = row.group(1).toLowerCase(Locale.ROOT);
            ResourcePattern resource = new ResourcePattern(type(row.group(2).replace(PREFIX, "")), row.group(3),
                    row.group(2).endsWith(PREFIX) ? PatternType.PREFIXED : PatternType.LITERAL);
            Arrays.stream(row.group(4).split(", ")).forEach(operation -> rights
                    .computeIfAbsent(user, _ -> new ArrayList<>())
                    .add(new AclBinding(resource, new AccessControlEntry("User:" + user, "*", operation(operation),
                            AclPermissionType.ALLOW))));
        }
        return rights;
    }

    private static ResourceType type(String text) {
        return switch (text) {
            case "topic", "topics" -> ResourceType.TOPIC;
            case "group" -> ResourceType.GROUP;
            case "transactional ids" -> ResourceType.TRANSACTIONAL_ID;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static AclOperation operation(String text) {
        AclOperation operation = AclOperation.fromString(text.replaceAll("(?<=[a-z])(?=[A-Z])", "_"));
        if (operation == AclOperation.UNKNOWN) throw new IllegalArgumentException(text);
        return operation;
    }
}
