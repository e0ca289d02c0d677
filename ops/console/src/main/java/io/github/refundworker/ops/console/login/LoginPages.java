package io.github.refundworker.ops.console.login;

import io.github.refundworker.ops.console.ConsoleProperties;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.server.ResponseStatusException;

/** The way in. In the profile {@code local} it is a key, which {@code ops/demo} prints as a part of the address. */
@Controller
class LoginPages {

    private static final int SHORTEST_KEY = 20;
    private static final String FIRST = "local";
    private static final String SECOND = "second";

    private final @Nullable String key;
    private final boolean local;
    private final Map<String, String> providers;

    LoginPages(
            People people,
            ConsoleProperties properties,
            ServerProperties server,
            ObjectProvider<ClientRegistrationRepository> registrations) {
        this.local = people.isLocal();
        this.key = properties.login().localKey();
        this.providers = providers(registrations.getIfAvailable());
        InetAddress address = server.getAddress();
        if (local && (key == null || key.length() < SHORTEST_KEY)) {
            throw new IllegalStateException(
                    "the profile local needs console.login.local-key, of " + SHORTEST_KEY + " characters or more");
        }
        if (local && (address == null || !address.isLoopbackAddress())) {
            throw new IllegalStateException(
                    "in the profile local the console listens on this machine alone: leave server.address out");
        }
        if (!local && key != null) {
            throw new IllegalStateException("console.login.local-key is for the profile local");
        }
        if (!local && providers.isEmpty()) {
            throw new IllegalStateException(
                    "nobody could log in: set spring.security.oauth2.client.registration.… (docs/configuration.md)");
        }
    }

    private static Map<String, String> providers(@Nullable ClientRegistrationRepository registrations) {
        Map<String, String> providers = new LinkedHashMap<>();
        if (registrations instanceof Iterable<?> all) {
            for (Object each : all) {
                ClientRegistration registration = (ClientRegistration) each;
                providers.put(
                        "/oauth2/authorization/" + registration.getRegistrationId(), registration.getClientName());
            }
        }
        return providers;
    }

    @GetMapping("/login")
    String login(
            @RequestParam(required = false) @Nullable String out,
            @RequestParam(required = false) @Nullable String error,
            Model model) {
        model.addAttribute("local", local);
        model.addAttribute("providers", providers);
        model.addAttribute("said", error != null ? "You are not logged in." : out != null ? "You are logged out." : "");
        return "login";
    }

    /** Exchanges the key for a session, and takes it out of the address. */
    @GetMapping("/enter")
    String enter(@RequestParam String key, HttpServletRequest request, HttpServletResponse response) {
        if (!local || !isKey(key)) {
            return "redirect:/login?error";
        }
        request.getSession(true);
        request.changeSessionId();
        become(FIRST, request, response);
        return "redirect:/refunds";
    }

    /** Whoever has the key is two people, to try what one proposes and another approves. */
    @PostMapping("/person")
    String person(@RequestParam String name, HttpServletRequest request, HttpServletResponse response) {
        if (!local || !List.of(FIRST, SECOND).contains(name)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        become(name, request, response);
        return "redirect:/review";
    }

    private static void become(String name, HttpServletRequest request, HttpServletResponse response) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        List<SimpleGrantedAuthority> all = new ArrayList<>();
        Arrays.stream(Role.values()).forEach(role -> all.add(new SimpleGrantedAuthority(role.authority())));
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(name, null, all));
        new HttpSessionSecurityContextRepository().saveContext(context, request, response);
    }

    private boolean isKey(String given) {
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8),
                Objects.requireNonNull(key).getBytes(StandardCharsets.UTF_8));
    }

    @GetMapping(path = "/healthz", produces = MediaType.TEXT_PLAIN_VALUE)
    @ResponseBody
    String health() {
        return "ok\n";
    }
}
