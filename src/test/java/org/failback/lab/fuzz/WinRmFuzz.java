package org.failback.lab.fuzz;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/** Requests of WS-Man that are wrong somewhere: in TLS, in HTTP, in the login, in XML or in what they ask for. */
final class WinRmFuzz {
    private static final Pattern VALUE = Pattern.compile(">([^<>]+)<");
    private static final List<String> VALUES = List.of(
            "",
            " ",
            "PT-1S",
            "PT999999999999H",
            "P1000000000D",
            "-1",
            "NaN",
            "0",
            "\u0000",
            "&#0;",
            "&x;",
            "%",
            "🦊",
            "]]>",
            "<![CDATA[x]]>",
            "00000000-0000-0000-0000-000000000000",
            "x".repeat(20_000),
            "<a/>");

    private final Random random;
    private final Mutator mutator;
    private final LabUnderFire lab;

    WinRmFuzz(LabUnderFire lab, Random random) {
        this.lab = lab;
        this.random = random;
        this.mutator = new Mutator(random);
    }

    String next() throws IOException {
        return switch (random.nextInt(6)) {
            case 0 -> noise();
            case 1 -> http();
            case 2 -> login();
            case 3 -> nested();
            default -> conversation();
        };
    }

    private String noise() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), lab.winRm())) {
            byte[] noise = mutator.noise(1 + random.nextInt(400));
            if (random.nextBoolean()) {
                noise[0] = 0x16;
            }
            socket.setSoTimeout(8_000);
            socket.getOutputStream().write(noise);
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException reset) {
            return "noise, and the server left early";
        }
        return "noise";
    }

    private String http() throws IOException {
        byte[] right = WinRmTalk.request(WinRmTalk.LOGIN, WinRmTalk.delete("x"));
        byte[] head =
                new String(right, StandardCharsets.UTF_8).split("<s:Envelope")[0].getBytes(StandardCharsets.UTF_8);
        byte[] wrong = random.nextBoolean() ? mutator.spoil(right) : mutator.spoil(head);
        WinRmTalk.say(lab, wrong);
        return "HTTP " + new String(wrong, StandardCharsets.ISO_8859_1);
    }

    private String login() throws IOException {
        byte[] token = {
            'N',
            'T',
            'L',
            'M',
            'S',
            'S',
            'P',
            0,
            (byte) (1 + random.nextInt(3)),
            0,
            0,
            0,
            7,
            (byte) 0x82,
            8,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0
        };
        String said = mutator.any(List.of("Negotiate ", "Basic ", "NTLM ", "Negotiate", "Kerberos "))
                + (random.nextBoolean()
                        ? Base64.getEncoder().encodeToString(mutator.spoil(token))
                        : new String(mutator.noise(30), StandardCharsets.US_ASCII).replaceAll("\\p{Cntrl}", "?"));
        WinRmTalk.say(lab, WinRmTalk.request(said, WinRmTalk.create()));
        return "login " + said;
    }

    private String nested() throws IOException {
        int depth = 1 << random.nextInt(17);
        String inner =
                mutator.any(List.of("Action", "Selector", "Command", "Arguments", "Variable", "OperationTimeout"));
        String body = mutator.any(List.of(
                "<a>".repeat(depth) + "x" + "</a>".repeat(depth),
                "<" + inner + ">" + "<a>".repeat(depth) + "x" + "</a>".repeat(depth) + "</" + inner + ">",
                "<a/>".repeat(depth),
                "<" + inner + " " + "b".repeat(depth) + "='x'/>",
                "<a>".repeat(depth)));
        WinRmTalk.say(lab, WinRmTalk.request(WinRmTalk.LOGIN, "<Envelope>" + body + "</Envelope>"));
        return "XML " + depth + " deep in " + inner;
    }

    /** Create, Command, Receive, Signal, Delete, one of them spoilt, lost or out of order; what it opened is closed. */
    private String conversation() throws IOException {
        int wrong = random.nextInt(5);
        String shell = WinRmTalk.part(
                "<w:Selector Name=\"ShellId\">([^<]+)<", say(wrong == 0, WinRmTalk.create()), "no shell");
        String command = WinRmTalk.part(
                "<rsp:CommandId>([^<]+)<", say(wrong == 1, WinRmTalk.command(shell, "ipconfig")), "no command");
        for (String request : List.of(WinRmTalk.receive(shell, command), WinRmTalk.signal(shell, command))) {
            if (random.nextInt(8) > 0) {
                say(wrong == 2, request);
            }
        }
        say(wrong == 3, WinRmTalk.delete(shell));
        WinRmTalk.say(lab, WinRmTalk.request(WinRmTalk.LOGIN, WinRmTalk.delete(shell)));
        return "conversation, wrong at " + wrong;
    }

    private String say(boolean wrong, String soap) throws IOException {
        String said = wrong ? spoilt(soap) : soap;
        String answer = WinRmTalk.say(lab, WinRmTalk.request(WinRmTalk.LOGIN, said));
        // A shell that a spoilt request opened all the same is not left behind.
        if (wrong) {
            String shell = WinRmTalk.part("<rsp:ShellId>([^<]+)<", answer, "");
            if (!shell.isEmpty()) {
                WinRmTalk.say(lab, WinRmTalk.request(WinRmTalk.LOGIN, WinRmTalk.delete(shell)));
            }
        }
        return answer;
    }

    private String spoilt(String soap) {
        if (random.nextBoolean()) {
            return new String(mutator.spoil(soap.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
        }
        List<String> values =
                VALUE.matcher(soap).results().map(found -> found.group()).toList();
        return soap.replace(mutator.any(values), ">" + mutator.any(VALUES) + "<");
    }
}
