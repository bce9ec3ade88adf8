package org.serverroster.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.serverroster.xmpp.PeerDomain;

/** The running of a plan, and what comes of it. A peer whose item is not what the plan was made for is skipped. Of one thread. */
final class ImportRun {

    private final ImportPlan plan;
    private final Session session;
    private final Listings listings;
    private final Progress progress;
    private final List<Result> results = new ArrayList<>();
    private final List<PeerDomain> skipped = new ArrayList<>();

    ImportRun(ImportPlan plan, Session session, Listings listings, Progress progress) {
        this.plan = plan;
        this.session = session;
        this.listings = listings;
        this.progress = progress;
    }

    /** @throws CliException if the service cannot be asked any more; until then {@link #results} tells what was done */
    void execute() throws CliException {
        try {
            for (ImportPlan.Change change : plan.changes()) {
                progress.show("%,d of %,d commands".formatted(results.size(), plan.commands()));
                if (change.fits(listings.find(change.peer()))) {
                    run(change);
                } else {
                    skipped.add(change.peer());
                }
            }
        } finally {
            progress.clear();
        }
    }

    /** One that fails ends the peer's: those after it were planned for what it would have made. */
    private void run(ImportPlan.Change change) throws CliException {
        for (ImportPlan.Step step : change.steps()) {
            Result result = result(change.peer(), step);
            results.add(result);
            if (result.failed()) {
                return;
            }
        }
    }

    private Result result(PeerDomain peer, ImportPlan.Step step) throws CliException {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        fields.put("peerjid", List.of(peer.toString()));
        fields.putAll(step.fields());
        try {
            return Result.of(peer, step.word(), session.run(step.node(), fields));
        } catch (CliException e) {
            if (e.exitCode() != ExitCode.DATA) {
                throw e;
            }
            // A name that is too long, say, is that peer's alone.
            return new Result(peer, step.word(), Answer.Severity.ERROR, e.getMessage());
        }
    }

    List<Result> results() {
        return List.copyOf(results);
    }

    List<PeerDomain> skipped() {
        return List.copyOf(skipped);
    }

    /** Whether nothing failed and nothing was skipped. */
    boolean complete() {
        return skipped.isEmpty() && results.stream().noneMatch(Result::failed);
    }
}
