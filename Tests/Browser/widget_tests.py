"""The site widget in a real browser, on a page of another origin whose policy allows as little as possible.

Run by script/browser-test, which says what it needs. A test's name is a sentence.
"""

import base64
import hashlib
import hmac
import json
import os
import pathlib
import random
import re
import tempfile
import time
import unittest
import zlib

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from rig import ARGUMENTS, CHROMIUM, Site, Widget, Workspace, get, reported_problems, wait_for

BINARIES = os.environ["CONVERSATIONS_BINARIES"]
SNAPSHOTS = pathlib.Path(__file__).parent / "snapshots"
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def setUpModule():
    global playwright, browser, workspace, site, secret
    playwright = sync_playwright().start()
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    workspace = Workspace(BINARIES)
    site = Site(workspace.address)
    workspace.set(widget__origin__shop__url=site.origin, widget__origin__shop__on="true")
    secret = workspace.json(workspace.server, "widget", "secret", workspace.folder)


def tearDownModule():
    browser.close()
    playwright.stop()
    site.close()
    workspace.close()


def token(user, key=None, algorithm="HS256", **claims):
    """A token as a site's server signs it."""
    def encoded(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    now = int(time.time())
    claims = {"sub": user, "aud": secret["audience"], "exp": now + 3600, "jti": f"{user}-{random.random()}", **claims}
    signed = encoded({"alg": algorithm, "typ": "JWT"}) + b"." + encoded(claims)
    code = hmac.new((key or secret["secret"]).encode(), signed, hashlib.sha256).digest()
    return (signed + b"." + (b"" if algorithm == "none" else base64.urlsafe_b64encode(code).rstrip(b"="))).decode()


class WidgetTestCase(unittest.TestCase):
    def setUp(self):
        self.known = {ticket["id"] for ticket in workspace.tickets()}
        self.contexts = []

    def tearDown(self):
        for context in self.contexts:
            context.close()

    def visitor(self, path="/", **options):
        """A new visitor on a page of the site."""
        script = options.pop("script", None)
        context = browser.new_context(**options)
        self.contexts.append(context)
        if script:
            context.add_init_script(script)
        return self.tab(context, path)

    def tab(self, context, path="/"):
        page = context.new_page()
        page.goto(site.origin + path)
        return Widget(page)

    def new_tickets(self):
        return [ticket for ticket in workspace.tickets() if ticket["id"] not in self.known]

    def ticket(self):
        """The one ticket that the test has opened."""
        tickets = wait_for(self.new_tickets, "a ticket")
        self.assertEqual(len(tickets), 1, "one conversation is one ticket")
        return tickets[0]["id"]

    def customer_words(self, ticket):
        messages = workspace.transcript(ticket)["messages"]
        return [message["body"] for message in messages if message["author_kind"] == "customer"]

    def check_access(self, widget):
        results = Axe().run(widget.page, context={"include": [["conversations-widget"]]})
        self.assertEqual(results.violations_count, 0, results.generate_report())

    def until_sent(self, widget, texts):
        wait_for(lambda: widget.mine() == texts and not widget.waiting(), f"sending {len(texts)} messages", 60)


class TalkingTests(WidgetTestCase):
    def test_a_message_becomes_a_ticket_and_the_answer_arrives_live_with_its_authors_name(self):
        widget = self.visitor().open()
        widget.write("Where is **my** parcel? <img src=x onerror=alert(1)>")
        self.until_sent(widget, ["Where is **my** parcel? <img src=x onerror=alert(1)>"])
        ticket = self.ticket()
        workspace.reply(ticket, "It *left* today: https://example.com/track")
        answer = widget.page.locator("conversations-widget .person")
        expect(answer).to_contain_text("Ana")
        expect(answer.locator("em")).to_have_text("left")
        expect(answer.locator("a")).to_have_attribute("href", "https://example.com/track")
        self.assertEqual(widget.page.locator("conversations-widget img").count(), 0, "markup stays text")

    def test_internal_notes_never_arrive(self):
        widget = self.visitor().open()
        widget.write("Hello?")
        ticket = self.ticket()
        workspace.say("note", ticket, "This one is difficult")
        workspace.reply(ticket, "Hello!")
        wait_for(lambda: widget.bodies("person") == ["Hello!"], "the answer")
        self.assertNotIn("difficult", widget.log.inner_text())

    def test_two_visitors_see_their_own_conversations_only(self):
        first, second = self.visitor().open(), self.visitor().open()
        first.write("I am the first")
        self.until_sent(first, ["I am the first"])
        second.write("I am the second")
        self.until_sent(second, ["I am the second"])
        for widget, own in ((first, "I am the first"), (second, "I am the second")):
            widget.page.reload()
            widget.open()
            wait_for(lambda: widget.mine() == [own], "the own conversation")

    def test_an_answer_that_comes_while_the_panel_is_shut_is_counted_until_it_is_read(self):
        widget = self.visitor().open()
        widget.write("Ring me")
        ticket = self.ticket()
        widget.text.press("Escape")
        workspace.reply(ticket, "Ring ring")
        expect(widget.launcher).to_have_attribute("aria-label", "Open chat, 1 unread")
        widget.page.reload()
        expect(widget.launcher).to_have_attribute("aria-label", "Open chat, 1 unread")
        with widget.page.expect_response("**/read"):
            widget.open()
        widget.text.press("Escape")
        expect(widget.launcher).to_have_attribute("aria-label", "Open chat")
        widget.page.reload()
        widget.open()
        wait_for(lambda: widget.bodies("person") == ["Ring ring"], "the answer")
        widget.text.press("Escape")
        expect(widget.launcher).to_have_attribute("aria-label", "Open chat")

    def test_who_writes_is_shown_by_name_and_not_any_more_once_it_is_there(self):
        widget = self.visitor().open()
        widget.write("Is somebody there?")
        self.until_sent(widget, ["Is somebody there?"])
        ticket = self.ticket()
        self.assertTrue(workspace.typing(ticket))
        expect(widget.typing).to_have_text("Ana is writing…")
        workspace.reply(ticket, "I am")
        wait_for(lambda: widget.bodies("person") == ["I am"], "the answer")
        expect(widget.typing).to_be_empty()
        self.assertTrue(workspace.typing(ticket))
        expect(widget.typing).to_have_text("Ana is writing…")
        # Nobody says that it is over; it ends by itself.
        expect(widget.typing).to_be_empty(timeout=15_000)

    def test_whoever_has_the_ticket_open_sees_that_the_visitor_writes_until_it_is_there(self):
        widget = self.visitor().open()
        widget.write("Hello?")
        ticket = self.ticket()
        with workspace.workspace(ticket) as shown:
            self.assertNotIn("is typing", shown())
            widget.text.press_sequentially("a secret")
            wait_for(lambda: "Customer is typing." in shown(), "the sign in the workspace")
            self.assertNotIn("secret", shown())
            wait_for(lambda: "is typing" not in shown(), "the sign runs out")
            widget.text.press_sequentially(" thought")
            wait_for(lambda: "is typing" in shown(), "the sign again")
            widget.text.press("Enter")
            wait_for(lambda: "a secret thought" in shown() and "is typing" not in shown(), "the message instead")

    def test_a_thanks_leaves_the_conversation_resolved_and_a_question_opens_it(self):
        widget = self.visitor().open()
        widget.write("Where is it?")
        ticket = self.ticket()
        workspace.say("reply", ticket, "On your porch", "--resolve")
        workspace.sync()
        expect(widget.standing).to_contain_text("was resolved")
        widget.write("Thank you!")
        self.until_sent(widget, ["Where is it?", "Thank you!"])
        self.assertEqual(workspace.transcript(ticket)["ticket"]["status"], "resolved")
        expect(widget.standing).to_contain_text("was resolved")
        widget.write("And where is my porch?")
        self.until_sent(widget, ["Where is it?", "Thank you!", "And where is my porch?"])
        self.assertEqual(workspace.transcript(ticket)["ticket"]["status"], "open")
        expect(widget.standing).to_be_empty()

    def test_the_other_sides_emojis_are_seen_by_both_live_and_after_a_reload(self):
        widget = self.visitor().open()
        widget.write("Hello?")
        ticket = self.ticket()
        question = workspace.transcript(ticket)["messages"][0]["id"]
        workspace.say("react", ticket, question, "👀")
        workspace.reply(ticket, "Hello!")
        eyes = widget.panel.get_by_role("img", name="Reaction 👀")
        helpful = widget.panel.get_by_role("button", name="Helpful", exact=True)
        unhelpful = widget.panel.get_by_role("button", name="Not helpful")
        expect(eyes).to_have_count(1)
        helpful.focus()
        widget.page.keyboard.press("Enter")
        expect(helpful).to_have_attribute("aria-pressed", "true")
        # Where the visitor is by keyboard they stay, so that the next key means the same switch.
        expect(helpful).to_be_focused()
        reactions = lambda: [one["emoji"] for one in workspace.transcript(ticket)["messages"][-1]["reactions"]]
        wait_for(lambda: reactions() == ["👍"], "the thumb at the agent's")
        unhelpful.click()
        expect(unhelpful).to_have_attribute("aria-pressed", "true")
        expect(helpful).to_have_attribute("aria-pressed", "false")
        widget.page.reload()
        widget.open()
        expect(eyes).to_have_count(1)
        expect(unhelpful).to_have_attribute("aria-pressed", "true")
        unhelpful.click()
        expect(unhelpful).to_have_attribute("aria-pressed", "false")
        wait_for(lambda: reactions() == [], "the thumb is gone at the agent's")
        workspace.say("react", ticket, question, "👀", "--remove")
        workspace.sync()
        expect(eyes).to_have_count(0)

    def test_an_answer_that_is_changed_reads_anew(self):
        widget = self.visitor().open()
        widget.write("Hello?")
        ticket = self.ticket()
        workspace.reply(ticket, "Hellp")
        wait_for(lambda: widget.bodies("person") == ["Hellp"], "the answer")
        reply = workspace.transcript(ticket)["messages"][-1]["id"]
        self.assertEqual(workspace.refusal("reply", ticket, "Hello!", "--edit", reply), "")
        workspace.sync()
        wait_for(lambda: widget.bodies("person") == ["Hello!"], "the edit")

    def test_merged_tickets_are_one_conversation_that_goes_on_in_the_other_until_that_is_taken_back(self):
        widget, other = self.visitor().open(), self.visitor().open()
        widget.write("The shop is down")
        first = self.ticket()
        other.write("Nothing loads here")
        second = wait_for(
            lambda: [ticket["id"] for ticket in self.new_tickets() if ticket["id"] != first], "the second ticket")[0]
        said = lambda ticket: [message["body"] for message in workspace.transcript(ticket)["messages"]]
        self.assertIn("into itself", workspace.refusal("merge", first, first))
        workspace.say("merge", second, first)
        workspace.sync()
        for command in (("merge", second, first), ("merge", first, second), ("reply", second, "Hello?")):
            self.assertIn("merged", workspace.refusal(*command))
        workspace.reply(first, "We look into it")
        wait_for(lambda: other.bodies("person") == ["We look into it"], "the answer at the one who was merged")
        wait_for(lambda: widget.bodies("person") == ["We look into it"], "the answer at the other")
        other.write("When is it back?")
        wait_for(lambda: len(said(first)) == 3, "what they write goes to the ticket that lives on")
        self.assertEqual(said(second), ["Nothing loads here"])
        other.page.reload()
        other.open()
        wait_for(lambda: other.mine() == ["Nothing loads here", "When is it back?"], "one conversation after a reload")
        # Another customer's words are nobody else's to read.
        self.assertEqual(widget.mine(), ["The shop is down"])
        workspace.say("unmerge", second)
        workspace.sync()
        self.assertIn("nothing to take back", workspace.refusal("unmerge", second))
        other.write("It loads again")
        wait_for(lambda: said(second) == ["Nothing loads here", "It loads again"], "their own ticket has them again")

    def test_a_long_conversation_comes_in_pages_by_scrolling_and_by_keyboard(self):
        widget = self.visitor(bypass_csp=True).open()
        widget.write("The first of many")
        self.until_sent(widget, ["The first of many"])
        ticket = self.ticket()
        lines = [f"Line {number}" for number in range(1, 111)]
        workspace.write_many(ticket, lines)
        wait_for(lambda: widget.bodies("person") == lines, "all of it, live and in order")
        # The oldest of the newest page changed last.
        oldest = next(message["id"] for message in workspace.transcript(ticket)["messages"] if message["body"] == lines[-50])
        lines[-50] += ", mended"
        workspace.say("reply", ticket, lines[-50], "--edit", oldest)
        workspace.sync()
        wait_for(lambda: widget.bodies("person") == lines, "the edit, live")
        widget.page.reload()
        widget.open()
        wait_for(lambda: widget.bodies("person") == lines[-50:], "the newest page")
        expect(widget.page.get_by_text("Line 110", exact=True)).to_be_in_viewport()
        older = widget.page.get_by_role("button", name="Show earlier messages")
        self.check_access(widget)
        older.focus()
        place = "() => document.querySelector('conversations-widget').shadowRoot.querySelector('.log').scrollTop"
        older.press("Enter")
        wait_for(lambda: widget.bodies("person") == lines[-100:], "the page before")
        self.assertGreater(widget.page.evaluate(place), 0, "what was before the eyes stays there")
        widget.log.evaluate("element => { element.scrollTop = 0; }")
        wait_for(lambda: widget.bodies("person") == lines, "the first page")
        self.assertEqual(widget.mine(), ["The first of many"])
        expect(older).to_be_hidden()
        workspace.reply(ticket, "Line 111")
        wait_for(lambda: widget.bodies("person") == [*lines, "Line 111"], "the next one, live")

    def test_the_sample_page_of_the_server_works(self):
        context = browser.new_context()
        self.contexts.append(context)
        page = context.new_page()
        page.goto(f"{workspace.address}/widget/sample")
        widget = Widget(page).open()
        widget.write("Just trying")
        self.until_sent(widget, ["Just trying"])
        self.ticket()


class AssistantTests(unittest.TestCase):
    def test_the_assistant_is_seen_at_work_and_answers_under_its_own_name(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        pause = pathlib.Path(folder.name) / "pause"
        pause.touch()
        office = Workspace(BINARIES, CONV_ASSISTANT_PAUSE="decided", CONV_ASSISTANT_PAUSE_FILE=str(pause))
        self.addCleanup(office.close)
        shop = Site(office.address)
        self.addCleanup(shop.close)
        context = browser.new_context()
        self.addCleanup(context.close)
        try:
            office.set(
                widget__origin__shop__url=shop.origin, widget__origin__shop__on="true", widget__assistant_name="Robin")
            office.teach("When is the Sunday workshop open?", "The Sunday workshop is open from ten to four.")
            page = context.new_page()
            page.goto(shop.origin)
            widget = Widget(page).open()
            widget.write("When is the Sunday workshop open?")
            expect(widget.typing).to_have_text("AI assistant is writing…")
        finally:
            pause.unlink()
        answer = page.locator("conversations-widget .assistant")
        expect(answer).to_contain_text("open from ten to four", timeout=15_000)
        expect(answer.locator(".by")).to_have_text("Robin · AI assistant")
        expect(widget.typing).to_be_empty()


class DurabilityTests(WidgetTestCase):
    def test_fifty_messages_written_offline_arrive_once_and_in_order(self):
        widget = self.visitor().open()
        widget.write("Online")
        self.until_sent(widget, ["Online"])
        widget.page.context.set_offline(True)
        texts = [f"Offline {number}" for number in range(50)]
        for text in texts:
            widget.write(text)
        expect(widget.standing).to_contain_text("You are offline")
        wait_for(lambda: len(widget.mine()) == 51, "fifty messages that wait")
        widget.page.context.set_offline(False)
        self.until_sent(widget, ["Online", *texts])
        self.assertEqual(self.customer_words(self.ticket()), ["Online", *texts])

    def test_what_waits_survives_leaving_the_page(self):
        widget = self.visitor().open()
        widget.write("First")
        self.until_sent(widget, ["First"])
        workspace.kill()
        try:
            widget.write("Second")
            wait_for(lambda: widget.waiting() == 1, "a message that waits")
            widget.page.goto("about:blank")
        finally:
            workspace.start()
        widget.page.goto(site.origin)
        widget.open()
        self.until_sent(widget, ["First", "Second"])
        self.assertEqual(self.customer_words(self.ticket()), ["First", "Second"])

    def test_a_server_killed_in_mid_post_loses_and_doubles_nothing(self):
        seed = int(os.environ.get("CONVERSATIONS_SEED", random.randrange(1 << 32)))
        chance = random.Random(seed)
        widget = self.visitor().open()
        widget.write("Message 0")
        self.until_sent(widget, ["Message 0"])
        texts = ["Message 0"]
        with self.subTest(seed=seed):
            for _ in range(3):
                for _ in range(8):
                    texts.append(f"Message {len(texts)}")
                    widget.write(texts[-1])
                # Not a wait for anything: the moment of the kill, by chance.
                time.sleep(chance.random() / 4)
                workspace.kill()
                texts.append(f"Message {len(texts)}")
                widget.write(texts[-1])
                workspace.start()
            widget.page.evaluate("dispatchEvent(new Event('online'))")
            self.until_sent(widget, texts)
            self.assertEqual(self.customer_words(self.ticket()), texts)

    def test_an_answer_written_while_the_server_is_down_arrives_once_after_it_is_back(self):
        widget = self.visitor().open()
        widget.write("Are you there?")
        ticket = self.ticket()
        workspace.reply(ticket, "Before")
        wait_for(lambda: widget.bodies("person") == ["Before"], "the first answer")
        workspace.kill()
        workspace.say("reply", ticket, "After")
        expect(widget.standing).to_contain_text("connection is lost", timeout=20_000)
        workspace.start()
        workspace.sync()
        widget.page.evaluate("dispatchEvent(new Event('online'))")
        wait_for(lambda: widget.bodies("person") == ["Before", "After"], "the second answer")
        expect(widget.standing).to_be_empty()

    def test_the_outbox_waits_as_long_as_the_server_asks(self):
        widget = self.visitor().open()
        times = []

        def answer(route):
            times.append(time.monotonic())
            if len(times) > 2:
                return route.fallback()
            route.fulfill(
                status=429, body='{"code":"too_many"}',
                headers={
                    "Retry-After": "1", "Access-Control-Allow-Origin": site.origin,
                    "Access-Control-Expose-Headers": "Retry-After", "Content-Type": "application/json",
                })

        widget.page.route("**/v1/messages", lambda route: answer(route) if route.request.method == "POST" else route.fallback())
        widget.write("Slowly")
        expect(widget.standing).to_contain_text("a lot at once")
        widget.page.evaluate("dispatchEvent(new Event('online'))")
        self.until_sent(widget, ["Slowly"])
        self.assertGreaterEqual(times[1] - times[0], 0.99)
        self.assertGreaterEqual(times[2] - times[1], 0.99)

    def test_a_message_that_is_refused_can_be_sent_again_or_discarded(self):
        widget = self.visitor().open()
        widget.page.route("**/v1/messages", lambda route: route.fulfill(
            status=400, body='{"code":"malformed"}', headers={"Access-Control-Allow-Origin": site.origin})
            if route.request.method == "POST" else route.fallback())
        widget.write("Refused")
        expect(widget.log).to_contain_text("Not sent")
        widget.page.unroute("**/v1/messages")
        widget.page.get_by_role("button", name="Try again").click()
        self.until_sent(widget, ["Refused"])

    def test_two_tabs_agree_and_the_second_goes_on_when_the_first_is_closed(self):
        first = self.visitor().open()
        first.write("From the first tab")
        self.until_sent(first, ["From the first tab"])
        second = self.tab(first.page.context).open()
        wait_for(lambda: second.mine() == ["From the first tab"], "the conversation in the second tab")
        second.write("From the second tab")
        both = ["From the first tab", "From the second tab"]
        self.until_sent(first, both)
        self.until_sent(second, both)
        ticket = self.ticket()
        workspace.reply(ticket, "To both")
        for widget in (first, second):
            wait_for(lambda: widget.bodies("person") == ["To both"], "the answer in each tab")
        first.page.close()
        workspace.reply(ticket, "To the one that is left")
        wait_for(lambda: second.bodies("person") == ["To both", "To the one that is left"], "the answer")
        second.write("Still here")
        self.until_sent(second, [*both, "Still here"])
        self.assertEqual(self.customer_words(ticket), [*both, "Still here"])

    def test_where_storage_is_denied_the_conversation_works_and_says_that_it_is_not_kept(self):
        widget = self.visitor(script="""
            Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } });
            indexedDB.open = () => { throw new DOMException('denied', 'SecurityError'); };
        """).open()
        expect(widget.standing).to_contain_text("stores nothing")
        widget.write("Without a trace")
        self.until_sent(widget, ["Without a trace"])
        workspace.reply(self.ticket(), "Understood")
        wait_for(lambda: widget.bodies("person") == ["Understood"], "the answer")

    def test_on_a_slow_network_everything_arrives_once_and_in_order(self):
        widget = self.visitor(service_workers="block")
        session = widget.page.context.new_cdp_session(widget.page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", {
            "offline": False, "latency": 600, "downloadThroughput": 50_000, "uploadThroughput": 20_000,
        })
        widget.open()
        texts = [f"Slowly {number}" for number in range(5)]
        for text in texts:
            widget.write(text)
        self.until_sent(widget, texts)
        ticket = self.ticket()
        self.assertEqual(self.customer_words(ticket), texts)
        workspace.reply(ticket, "Take your time")
        wait_for(lambda: widget.bodies("person") == ["Take your time"], "the answer")

    def test_a_file_that_was_dropped_goes_on_where_it_stopped_after_a_reload_too(self):
        widget = self.visitor().open()
        widget.write("First")
        self.until_sent(widget, ["First"])
        parts = []

        def pass_three(route):
            offset = int(re.search(r"offset=(\d+)", route.request.url).group(1))
            if len(parts) >= 3:
                return route.abort()
            parts.append(offset)
            route.fallback()

        parts_of_files = re.compile(r"/v1/uploads/.*offset=")
        widget.page.route(parts_of_files, pass_three)
        content = b"all of it\n" * 150_000
        picker = widget.page.locator("conversations-widget input[type=file]")
        picker.set_input_files({"name": "long.txt", "mimeType": "text/plain", "buffer": content})
        widget.write("A long file")
        # Routes are taken while the page is asked something.
        wait_for(lambda: widget.waiting() == 1 and len(parts) == 3, "three parts")
        expect(widget.standing).to_contain_text("connection is lost")
        widget.page.unroute(parts_of_files)
        later = []
        widget.page.on("request", lambda request: later.append(request.url) if "offset=" in request.url else None)
        widget.page.reload()
        widget.open()
        self.until_sent(widget, ["First", "A long file"])
        offsets = [int(re.search(r"offset=(\d+)", url).group(1)) for url in later]
        self.assertEqual(offsets[0], 3 * 256 * 1024, "it goes on behind the three parts")
        link = widget.page.locator("conversations-widget a.file")
        self.assertEqual(get(link.evaluate("element => element.href"))[2], content)

    def test_a_page_that_the_browser_kept_goes_on_where_it_was(self):
        # Going elsewhere and back as people do; the driver switches this off unless it is told not to.
        keeping = playwright.chromium.launch(
            executable_path=CHROMIUM, args=ARGUMENTS, ignore_default_args=["--disable-back-forward-cache"])
        self.addCleanup(keeping.close)
        site.page("/other", body="<h1>Elsewhere</h1>")
        widget = self.tab(keeping.new_context()).open()
        widget.write("Before")
        self.until_sent(widget, ["Before"])
        ticket = self.ticket()
        widget.page.evaluate("addEventListener('pageshow', ({ persisted }) => { window.isKept = persisted; })")
        widget.page.goto(site.origin + "/other")
        workspace.reply(ticket, "While you were away")
        widget.page.go_back(wait_until="commit")
        self.assertTrue(widget.page.evaluate("window.isKept"), "the browser thawed the page as it was")
        wait_for(lambda: widget.bodies("person") == ["While you were away"], "the answer")
        # The driver's own typing may wait for a load that a thawed page never has.
        widget.page.evaluate("""() => {
            const { shadowRoot } = document.querySelector("conversations-widget");
            shadowRoot.querySelector("textarea").value = "After";
            shadowRoot.querySelector("form").requestSubmit();
        }""")
        self.until_sent(widget, ["Before", "After"])
        workspace.reply(ticket, "Live again")
        wait_for(lambda: widget.bodies("person") == ["While you were away", "Live again"], "an answer over the stream")
        self.assertEqual(self.customer_words(ticket), ["Before", "After"])

    def test_a_page_that_was_put_aside_goes_on_where_it_was(self):
        widget = self.visitor().open()
        widget.write("Back soon")
        self.until_sent(widget, ["Back soon"])
        ticket = self.ticket()
        widget.page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
        workspace.reply(ticket, "Take your time")
        widget.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
        wait_for(lambda: widget.bodies("person") == ["Take your time"], "the answer")

    def test_a_clock_that_is_wrong_by_years_changes_nothing(self):
        widget = self.visitor(script="""
            const real = Date.now; let skew = 3e11;
            Date.now = () => real() + skew; setInterval(() => { skew = -skew; }, 300);
        """).open()
        texts = [f"At some time {number}" for number in range(6)]
        for text in texts:
            widget.write(text)
            widget.page.wait_for_timeout(120)
        self.until_sent(widget, texts)
        self.assertEqual(self.customer_words(self.ticket()), texts)


class IdentityTests(WidgetTestCase):
    def test_a_forged_identity_is_refused_and_opens_nothing(self):
        for number, forged in enumerate([
            token("kim", key="guessed"), token("kim", algorithm="none"), token("kim", aud="another"),
            token("kim", exp=int(time.time()) - 3600), token("kim", exp=int(time.time()) + 90_000),
        ]):
            site.page(f"/forged-{number}", attributes=f"data-user-token='{forged}'")
            widget = self.visitor(f"/forged-{number}").open()
            expect(widget.standing).to_contain_text("could not be verified")
            widget.write("I am Kim")
            expect(widget.standing).to_contain_text("could not be verified")
        site.page("/forged-hash", attributes=f"data-user-id='kim' data-user-hash='{'0' * 64}'")
        widget = self.visitor("/forged-hash").open()
        expect(widget.standing).to_contain_text("could not be verified")
        self.assertEqual(self.new_tickets(), [])

    def test_what_was_begun_unknown_goes_along_when_the_visitor_is_proved_to_be_somebody(self):
        widget = self.visitor().open()
        widget.write("Before I signed in")
        self.until_sent(widget, ["Before I signed in"])
        ticket = self.ticket()
        signed = token("lee", name="Lee", email="lee@example.com")
        widget.page.evaluate("proof => Conversations.identify(proof)", {"token": signed})
        widget.write("After I signed in")
        texts = ["Before I signed in", "After I signed in"]
        self.until_sent(widget, texts)
        self.assertEqual(self.ticket(), ticket, "it stays one conversation")
        self.assertEqual(workspace.transcript(ticket)["customer"]["name"], "Lee")
        site.page("/lee", attributes=f"data-user-token='{token('lee')}'")
        other = self.visitor("/lee").open()
        wait_for(lambda: other.mine() == texts, "the conversation on another device")

    def test_after_an_account_switch_nothing_of_the_one_is_shown_or_sent_as_the_other(self):
        site.page("/mo", attributes=f"data-user-token='{token('mo')}'")
        widget = self.visitor("/mo").open()
        widget.write("I am Mo")
        self.until_sent(widget, ["I am Mo"])
        workspace.kill()
        try:
            widget.write("Mo again, unsent")
            wait_for(lambda: widget.waiting() == 1, "a message that waits")
        finally:
            workspace.start()
            widget.page.evaluate("proof => void Conversations.identify(proof)", {"token": token("nia")})
        wait_for(lambda: widget.mine() == [], "an empty conversation")
        widget.write("I am Nia")
        self.until_sent(widget, ["I am Nia"])
        tickets = [self.customer_words(ticket["id"]) for ticket in self.new_tickets()]
        self.assertEqual(len(tickets), 2)
        self.assertIn(["I am Nia"], tickets, "nothing of Mo's is said in Nia's name")

    def test_logging_out_clears_everything_in_every_tab(self):
        site.page("/ola", attributes=f"data-user-token='{token('ola')}'")
        first = self.visitor("/ola").open()
        first.write("Secret words")
        self.until_sent(first, ["Secret words"])
        second = self.tab(first.page.context, "/ola").open()
        wait_for(lambda: second.mine() == ["Secret words"], "the conversation in the second tab")
        first.page.evaluate("Conversations.logout()")
        for widget in (first, second):
            wait_for(lambda: widget.page.locator("conversations-widget .mine").count() == 0, "an empty log")
        kept = first.page.evaluate("""async () => {
            const names = (await indexedDB.databases()).map(({ name }) => name);
            const counts = await Promise.all(names.map((name) => new Promise((resolve) => {
                indexedDB.open(name).onsuccess = ({ target: { result } }) => {
                    const transaction = result.transaction(['kept', 'outbox']);
                    const [kept, outbox] = ['kept', 'outbox'].map((store) => transaction.objectStore(store).count());
                    transaction.oncomplete = () => { result.close(); resolve(kept.result + outbox.result); };
                };
            })));
            return [localStorage.length, ...counts];
        }""")
        self.assertEqual(set(kept), {0})
        first.open()
        first.page.wait_for_timeout(500)
        self.assertEqual(first.mine(), [])


class PageTests(WidgetTestCase):
    def test_a_strict_policy_is_kept_and_nothing_is_stored_or_fetched_before_it_is_meant(self):
        context = browser.new_context()
        self.contexts.append(context)
        with reported_problems(context) as problems:
            page = context.new_page()
            requests = []
            page.on("request", lambda request: requests.append(request.url))
            page.goto(site.origin)
            widget = Widget(page)
            widget.launcher.wait_for()
            page.wait_for_timeout(300)
            self.assertFalse([url for url in requests if "panel" in url], "the panel is fetched on intent")
            stored = "async () => [localStorage.length, (await indexedDB.databases()).length, document.cookie]"
            self.assertEqual(page.evaluate(stored), [0, 0, ""])
            widget.open()
            widget.write("Hello")
            self.until_sent(widget, ["Hello"])
            self.assertEqual(context.cookies(), [])
            hosts = {re.match(r"https?://[^/]+", url).group() for url in requests}
            self.assertEqual(hosts, {site.origin, workspace.address}, "no third party")
            self.assertEqual(problems, [])

    def test_on_an_origin_that_is_not_on_the_list_nothing_appears(self):
        other = Site(workspace.address)
        try:
            context = browser.new_context()
            self.contexts.append(context)
            page = context.new_page()
            with page.expect_console_message(lambda message: "not available here" in message.text):
                page.goto(other.origin)
            self.assertEqual(page.locator("conversations-widget").count(), 0)
            status, headers, _ = get(f"{workspace.address}/widget/v1/config", {"Origin": other.origin})
            self.assertEqual((status, headers["Access-Control-Allow-Origin"], headers["Vary"]), (403, None, "Origin"))
        finally:
            other.close()

    def test_rules_of_a_hostile_page_do_not_reach_the_widget(self):
        hostile = """<style nonce='abc'>
            * { display: none !important; visibility: hidden !important; color: red !important; font-size: 3px !important;
                transform: rotate(45deg) !important; opacity: 0.1 !important; position: absolute !important; }
            html, body, head, main { display: block !important; visibility: visible !important; transform: none !important;
                opacity: 1 !important; position: static !important; }
            button { width: 900px !important; } div { filter: blur(9px) !important; }
        </style>"""
        site.page("/hostile", head=hostile)
        # Without motion nothing is measured on its way.
        widget = self.visitor("/hostile", reduced_motion="reduce").open()
        plain = self.visitor("/", reduced_motion="reduce").open()
        measure = """element => {
            const box = element.getBoundingClientRect(), style = getComputedStyle(element);
            return [box.width, box.height, box.right, style.color, style.fontSize, style.visibility, style.opacity];
        }"""
        for name in (".panel", ".send", "textarea", ".launcher"):
            boxes = [w.page.locator(f"conversations-widget {name}").evaluate(measure) for w in (widget, plain)]
            self.assertEqual(boxes[0], boxes[1], name)
        widget.write("I can still write")
        self.until_sent(widget, ["I can still write"])

    def test_where_privacy_is_asked_for_the_page_is_not_told(self):
        for is_private in (True, False):
            script = "Object.defineProperty(navigator, 'globalPrivacyControl', { value: true });" if is_private else None
            widget = self.visitor(script=script)
            with widget.page.expect_request("**/sessions") as beginning:
                widget.open()
            told = json.loads(beginning.value.post_data)
            self.assertEqual(told.get("page"), None if is_private else site.origin + "/")

    def test_settings_give_colour_greeting_corner_and_launcher(self):
        workspace.set(
            widget__theme__accent="#ffdd00", widget__greeting__en="Ahoy!", widget__position="start", widget__launcher="tab",
        )
        try:
            widget = self.visitor().open()
            self.assertEqual(widget.launcher.inner_text(), "Chat with us")
            expect(widget.log).to_contain_text("Ahoy!")
            colours = widget.page.locator("conversations-widget header").evaluate(
                "element => [getComputedStyle(element).backgroundColor, getComputedStyle(element).color]")
            self.assertEqual(colours, ["rgb(255, 221, 0)", "rgb(0, 0, 0)"], "ink that can be read on the colour")
            self.assertLess(widget.launcher.bounding_box()["x"], 100)
        finally:
            for name in ("theme.accent", "greeting.en", "position", "launcher"):
                standard = {"theme.accent": "#1f5fbf", "greeting.en": "", "position": "end", "launcher": "bubble"}[name]
                workspace.say("settings", "set", f"widget.{name}", standard)
            workspace.sync()

    def test_files_are_sent_and_fetched_and_dangerous_ones_are_refused(self):
        widget = self.visitor().open()
        picker = widget.page.locator("conversations-widget input[type=file]")
        picker.set_input_files({"name": "map.png", "mimeType": "image/png", "buffer": PICTURE})
        widget.write("Here is the map")
        self.until_sent(widget, ["Here is the map"])
        link = widget.page.locator("conversations-widget a.file")
        expect(link).to_contain_text("map.png")
        status, headers, body = get(link.evaluate("element => element.href"))
        self.assertEqual((status, body), (200, PICTURE))
        self.assertIn("attachment", headers["Content-Disposition"])
        message = workspace.transcript(self.ticket())["messages"][0]
        self.assertEqual(message["attachments"], ["map.png"])
        picker.set_input_files({"name": "map.png", "mimeType": "image/png", "buffer": b"<html><script>alert(1)</script>"})
        widget.write("And this one")
        expect(widget.log).to_contain_text("Files like map.png cannot be sent here")
        picker.set_input_files({"name": "huge.txt", "mimeType": "text/plain", "buffer": b"a" * 10_000_001})
        expect(widget.standing).to_contain_text("huge.txt is too large")


class AccessTests(WidgetTestCase):
    def conversation(self, widget):
        widget.write("Is it accessible?")
        ticket = self.ticket()
        workspace.reply(ticket, "**Yes**:\n\n- by keyboard\n- by ear, see https://example.com\n\n> quoted\n\n`code`")
        wait_for(lambda: widget.bodies("person"), "the answer")

    def test_axe_finds_nothing_shut_open_light_dark_or_from_right_to_left(self):
        site.page("/ar", language="ar")
        for path, scheme in (("/", "light"), ("/", "dark"), ("/ar", "light")):
            with self.subTest(path=path, scheme=scheme):
                self.known = {ticket["id"] for ticket in workspace.tickets()}
                # The checks are put into the page as a script of their own, which its policy would rightly forbid.
                widget = self.visitor(path, color_scheme=scheme, bypass_csp=True)
                widget.launcher.wait_for()
                self.check_access(widget)
                widget.open()
                self.conversation(widget)
                self.check_access(widget)

    def test_everything_works_by_keyboard_and_focus_comes_back(self):
        widget = self.visitor()
        widget.launcher.wait_for()
        page = widget.page
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        expect(widget.launcher).to_be_focused()
        page.keyboard.press("Enter")
        expect(widget.text).to_be_focused()
        page.keyboard.type("By keyboard")
        page.keyboard.press("Shift+Enter")
        page.keyboard.type("in two lines")
        page.keyboard.press("Enter")
        self.until_sent(widget, ["By keyboard\nin two lines"])
        seen = []
        for _ in range(8):
            page.keyboard.press("Tab")
            seen.append(page.evaluate("document.activeElement.shadowRoot?.activeElement?.ariaLabel ?? 'page'"))
        self.assertIn("page", seen, "no trap")
        widget.text.focus()
        page.keyboard.press("Escape")
        expect(widget.launcher).to_be_focused()
        expect(widget.panel).to_be_hidden()

    def test_a_screen_reader_finds_dialog_log_and_composer_by_name(self):
        widget = self.visitor().open()
        self.conversation(widget)
        tree = widget.page.locator("conversations-widget section").aria_snapshot()
        tree = re.sub(r"\d{1,2}:\d{2} [AP]M", "TIME", tree)
        path = SNAPSHOTS / "conversation.yaml"
        if os.environ.get("CONVERSATIONS_RECORD"):
            path.write_text(tree + "\n")
        self.assertEqual(tree + "\n", path.read_text(), "CONVERSATIONS_RECORD=1 records what is right now")

    def test_motion_is_left_out_where_it_is_not_wanted(self):
        for motion, animation in (("reduce", "none"), ("no-preference", "rise")):
            widget = self.visitor(reduced_motion=motion).open()
            name = widget.page.locator("conversations-widget .panel").evaluate("element => getComputedStyle(element).animationName")
            self.assertEqual(name, animation)

    def test_from_right_to_left_the_widget_stands_on_the_left(self):
        site.page("/ar", language="ar")
        widget = self.visitor("/ar").open()
        self.assertLess(widget.launcher.bounding_box()["x"], 100)
        expect(widget.page.locator("conversations-widget section")).to_have_attribute("dir", "rtl")
        expect(widget.text).to_have_attribute("placeholder", "اكتب رسالة")

    def test_at_twice_the_size_everything_is_reached_and_nothing_scrolls_sideways(self):
        # What zooming to 200 % leaves of a window of 1280 × 1024: half the pixels, each twice as large.
        for viewport in ({"width": 640, "height": 512}, {"width": 320, "height": 256}):
            with self.subTest(viewport=viewport):
                self.known = {ticket["id"] for ticket in workspace.tickets()}
                widget = self.visitor(viewport=viewport, device_scale_factor=2, bypass_csp=True).open()
                widget.write("A-very-long-word-" * 20)
                workspace.reply(self.ticket(), "`" + "code " * 60 + "`\n\n    pre" + "formatted " * 40)
                wait_for(lambda: widget.bodies("person"), "the answer")
                sideways = widget.page.evaluate("""() => {
                    const { panel, log } = Object.fromEntries(['panel', 'log'].map((name) => [
                        name, document.querySelector('conversations-widget').shadowRoot.querySelector(`.${name}`)]));
                    const root = document.documentElement;
                    return [panel, log, root].map((element) => element.scrollWidth - element.clientWidth);
                }""")
                self.assertLessEqual(max(sideways), 1, sideways)
                for name in ("Close chat", "Attach files", "Send"):
                    button = widget.panel.get_by_role("button", name=name, exact=True)
                    expect(button).to_be_in_viewport(ratio=1)
                expect(widget.text).to_be_in_viewport(ratio=1)
                self.check_access(widget)

    def test_on_a_small_screen_nothing_is_cut_off(self):
        widget = self.visitor(viewport={"width": 320, "height": 480}).open()
        box = widget.page.locator("conversations-widget .panel").bounding_box()
        self.assertEqual((box["x"], box["width"]), (0, 320))
        for button in widget.page.locator("conversations-widget .panel button:visible").all():
            box = button.bounding_box()
            self.assertGreaterEqual(min(box["width"], box["height"]), 24)
            self.assertLessEqual(box["x"] + box["width"], 320)


class SizeTests(unittest.TestCase):
    def test_the_launcher_has_3_kB_and_the_panel_25_kB_at_most(self):
        def size(address):
            status, _, body = get(address)
            self.assertEqual(status, 200)
            packer = zlib.compressobj(9, wbits=31)
            return len(packer.compress(body) + packer.flush())

        config = json.loads(get(f"{workspace.address}/widget/v1/config", {"Origin": site.origin})[2])
        self.assertLessEqual(size(f"{workspace.address}/widget/loader.js"), 3000)
        self.assertLessEqual(size(f"{workspace.address}/widget/{config['panel']['path']}"), 25_000)


if __name__ == "__main__":
    unittest.main(verbosity=2)
