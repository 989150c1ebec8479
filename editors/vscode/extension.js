// Starts the language server of Postil for the sites of a workspace.

const { commands, window, workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

/** The client of a server that is started with the settings as they are now. */
function newClient() {
  const command = workspace.getConfiguration("postil").get("path");
  const server = { command, args: ["lsp"] };
  const texts = [
    { scheme: "file", language: "markdown" },
    { scheme: "file", pattern: "**/site.toml" },
  ];
  return new LanguageClient("postil", "Postil", server, { documentSelector: texts });
}

async function start() {
  client = newClient();
  try {
    await client.start();
  } catch (error) {
    const choice = await window.showErrorMessage(
      `Postil cannot be started: ${error.message}. Set "postil.path" to the program.`,
      "Open settings",
    );
    if (choice) await commands.executeCommand("workbench.action.openSettings", "postil.path");
  }
}

async function restart() {
  await client?.stop().catch(() => {});
  await start();
}

exports.activate = async (context) => {
  context.subscriptions.push(
    commands.registerCommand("postil.restart", restart),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("postil.path")) restart();
    }),
  );
  await start();
};

exports.deactivate = () => client?.stop();
