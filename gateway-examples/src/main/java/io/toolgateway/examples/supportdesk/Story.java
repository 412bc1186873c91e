package io.toolgateway.examples.supportdesk;

import io.toolgateway.store.ProposalStore;
import io.toolgateway.time.TimeSource;
import java.util.function.Consumer;
import java.util.function.Function;

/** One acceptance story, told the same way on the console and in the tests. */
record Story(String title, Consumer<Scene> acts) {

    /** Tells it at a fresh desk over a store of choice. */
    Scene tell(Function<TimeSource, ProposalStore> store) {
        Scene scene = new Scene(new Desk(store), Stories.requestIdOf(this));
        acts.accept(scene);
        scene.showRecord();
        return scene;
    }
}
