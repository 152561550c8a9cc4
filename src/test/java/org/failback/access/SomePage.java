package org.failback.access;

import org.camunda.bpm.engine.IdentityService;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** A page that another room might add without a thought about who may see it. */
@RestController
class SomePage {
    private final IdentityService identity;

    SomePage(IdentityService identity) {
        this.identity = identity;
    }

    @RequestMapping("/some-page")
    String whoLooks() {
        return "seen by " + identity.getCurrentAuthentication().getUserId() + " of "
                + identity.getCurrentAuthentication().getGroupIds();
    }
}
