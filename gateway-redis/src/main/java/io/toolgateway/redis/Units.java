package io.toolgateway.redis;

import io.toolgateway.redis.Group.Places;
import io.toolgateway.store.StoreException;
import io.toolgateway.store.UnitOfWork;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads, judges, and writes if nothing has moved meanwhile; else again. What was sent and not answered is judged again too: it is
 * found to be done, or it is not and is done now.
 *
 * <p>Threads: safe for concurrent use.
 */
final class Units {

    private static final Lua COMMIT = Lua.named("commit");
    /** Each time somebody else has got on. */
    private static final int OVERTAKEN_AT_MOST = 1_000;

    private static final int UNANSWERED_AT_MOST = 3;

    private final Server server;
    private final Loading loading;

    Units(Server server, Loading loading) {
        this.server = server;
        this.loading = loading;
    }

    /** One thing that is judged as a whole. */
    <T> T run(Keys keys, Need need, BiFunction<UnitOfWork, Written, T> work) {
        int unanswered = 0;
        for (int overtaken = 0; overtaken < OVERTAKEN_AT_MOST; overtaken++) {
            try {
                Held held = loading.load(keys, need);
                Places places = new Places();
                Group group = new Group(places);
                Written written = new Written(keys, held, group);
                T result = work.apply(new UnitOfWork(held, written), written);
                if (group.isEmpty() || commit(places, List.of(group)).get(0)) {
                    return result;
                }
            } catch (UnreachableException e) {
                unanswered++;
                if (unanswered == UNANSWERED_AT_MOST) {
                    throw e;
                }
            }
        }
        throw new StoreException("Redis: overtaken " + OVERTAKEN_AT_MOST + " times by other writers", null);
    }

    /** Something that was written as it is, whatever is there. */
    void write(Keys keys, Consumer<Written> work) {
        Places places = new Places();
        Group group = new Group(places);
        Written written = new Written(keys, Held.nothing(), group);
        written.once(UUID.randomUUID());
        work.accept(written);
        repeated(isRepeat -> commit(places, List.of(group)));
    }

    /** Something that knows by itself what of it was done already. */
    <T> T repeated(Function<Boolean, T> work) {
        for (int unanswered = 0; ; unanswered++) {
            try {
                return work.apply(unanswered > 0);
            } catch (UnreachableException e) {
                if (unanswered == UNANSWERED_AT_MOST - 1) {
                    throw e;
                }
            }
        }
    }

    /** Which groups were done. */
    List<Boolean> commit(Places places, List<Group> groups) {
        List<String> arguments = new ArrayList<>(groups.size() + 1);
        arguments.add(server.time());
        groups.forEach(group -> arguments.add(group.toJson()));
        List<?> answers = (List<?>) server.run(COMMIT, places.keys(), arguments);
        return answers.stream().map(Long.valueOf(1)::equals).toList();
    }
}
