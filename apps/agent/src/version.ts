/** The version that the agent tells the platform; a test compares it with `package.json`. */
export const agentVersion = '0.1.0';
