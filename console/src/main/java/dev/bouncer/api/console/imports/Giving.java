package dev.bouncer.api.console.imports;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import dev.bouncer.api.doors.CommandFields;
import dev.bouncer.api.doors.Submissions;
import dev.bouncer.api.http.Problem;
import dev.bouncer.api.publish.CommandIntake;
import dev.bouncer.api.publish.Outcome;
import dev.bouncer.contract.Command;
import dev.bouncer.contract.SubjectKey;
import org.jspecify.annotations.Nullable;

/**
 * Gives the commands of a plan, in order. To give them again does nothing twice: their ids are those of the plan, and what
 * this node has given is not given anew. Thread-safe.
 */
public final class Giving {
    private static final String DOOR = "import";
    private static final UUID NAMESPACE = UUID.fromString("019a8d0e-6b1c-7f53-9d0a-2f3b5c7e9a41");

    private final Submissions submissions;
    private final InstantSource clock;

    /** @param intake what they are given to */
    public Giving(CommandIntake intake, InstantSource clock) {
        this.submissions = new Submissions((command, confirm) -> intake.give(command, DOOR, confirm),
                Generators.timeBasedEpochGenerator()::generate, clock);
        this.clock = clock;
    }

    /**
     * What became of them.
     *
     * @param accepted those that are on the log, in order
     * @param all      how many there are
     * @param trouble  why the others are not, or not known to be; null: there are none
     */
    public record Given(List<Command> accepted, int all, @Nullable String trouble) {}

    /**
     * Gives them; blocks until it is known of each that was given what became of it.
     *
     * @param lines as {@link Plan#commands} says them
     * @throws Problem MALFORMED_REQUEST if one is no command of a plan, and then none is given
     */
    public Given give(String lines, String app, String actor) {
        List<Command> commands = Problem.unlessMalformed(() -> read(lines, new CommandFields(app, actor)));
        NameBasedGenerator keys = Generators
                .nameBasedGenerator(Generators.nameBasedGenerator(NAMESPACE).generate(app + '\n' + actor));
        List<Command> accepted = new ArrayList<>(commands.size());
        List<Submissions.Sent> round = new ArrayList<>();
        Set<SubjectKey> subjects = new HashSet<>();
        String trouble = null;
        for (Command command : commands) {
            // Two about one subject are never under way together: whatever is given again later, their order stays.
            if (!subjects.add(command.subject())) {
                trouble = settle(round, accepted);
                if (trouble != null) return new Given(accepted, commands.size(), trouble);
                subjects = new HashSet<>(Set.of(command.subject()));
                round.clear();
            }
            round.add(submissions.send(keys.generate(command.toString()), "", false, _ -> command));
        }
        trouble = settle(round, accepted);
        return new Given(accepted, commands.size(), trouble);
    }

    private List<Command> read(String lines, CommandFields fields) {
        List<Command> commands = new ArrayList<>();
        for (String line : (Iterable<String>) lines.lines()::iterator) {
            Command command = fields.command(line.getBytes(StandardCharsets.UTF_8), Giving::noId,
                    clock.instant());
            if (!command.actor().equals(fields.actor()))
                throw new IllegalArgumentException("actor: expected whoever has signed in, got somebody else");
            commands.add(command);
            if (commands.size() > Planner.MAX_COMMANDS)
                throw new IllegalArgumentException("commands: expected at most " + Planner.MAX_COMMANDS);
        }
        if (commands.isEmpty()) throw new IllegalArgumentException("commands: expected some, got none");
        return commands;
    }

    private static UUID noId() {
        throw new IllegalArgumentException("id: expected one in each line, got none");
    }

    private static @Nullable String settle(List<Submissions.Sent> round, List<Command> accepted) {
        String trouble = null;
        for (Submissions.Sent sent : round) {
            switch (sent.outcome().join()) {
                case Outcome.Published _ -> accepted.add(sent.command());
                case Outcome.NotDone notDone -> trouble = notDone.why();
                case Outcome.Unknown unknown -> trouble = unknown.why() + ", and some may still take effect";
            }
        }
        return trouble;
    }
}
