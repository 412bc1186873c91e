package io.toolgateway.examples.supportdesk;

import io.toolgateway.outcome.Outcome;
import io.toolgateway.store.InMemoryProposalStore;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Tells the story whose title is the test's display name, and gives the test the scene as it ended. */
final class Told implements ParameterResolver, AfterEachCallback {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Told.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Scene.class;
    }

    @Override
    public Scene resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Story story = story(test.getDisplayName());
        boolean isOnPostgres = OnPostgres.class.isAssignableFrom(test.getRequiredTestClass());
        Scene scene = isOnPostgres ? story.tell(time -> OnPostgres.store()) : story.tell(InMemoryProposalStore::new);
        test.getStore(NAMESPACE).put("scene", scene);
        return scene;
    }

    @Override
    public void afterEach(ExtensionContext test) {
        Scene scene = test.getStore(NAMESPACE).get("scene", Scene.class);
        if (scene != null) {
            scene.close();
        }
    }

    private static Story story(String title) {
        return Stories.ALL.stream()
                .filter(story -> story.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no story '" + title + "'"));
    }

    static List<String> statuses(Scene scene) {
        return scene.outcomes().stream().map(Outcome::status).toList();
    }

    static List<String> journal(Scene scene) {
        return scene.desk().shop().journal();
    }

    static List<String> recorded(Scene scene) {
        return scene.record().stream().map(event -> event.type().text()).toList();
    }
}
