package io.toolgateway.permission;

import io.toolgateway.caller.Caller;
import io.toolgateway.store.Grants;
import io.toolgateway.store.Grants.Grant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tenant's permissions, of which a person sees those that concern them. */
final class Listing {

    private final Grants grants;
    private final Caller viewer;

    Listing(Grants grants, Caller viewer) {
        this.grants = grants;
        this.viewer = viewer;
    }

    List<Grant> page(@Nullable UUID before, int limit) {
        List<Grant> page = new ArrayList<>();
        UUID last = before;
        List<Grant> read;
        do {
            read = grants.list(viewer.tenant(), last, Grants.LARGEST_PAGE);
            for (Grant grant : read) {
                last = grant.permission().id();
                if (page.size() < limit && Permissions.concerns(grant.permission(), viewer)) {
                    page.add(grant);
                }
            }
        } while (page.size() < limit && read.size() == Grants.LARGEST_PAGE);
        return page;
    }
}
